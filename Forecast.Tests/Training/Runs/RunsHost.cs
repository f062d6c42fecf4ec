using System.Globalization;
using Forecast.Domain.Data;
using Forecast.Tests.Support;
using Forecast.Training;
using Forecast.Training.Runs;
using Forecast.Training.Runs.Planning;
using Forecast.Training.Runs.Scheduling;
using Forecast.Training.Runs.Shards;
using Forecast.Training.Runs.Watch;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace Forecast.Tests.Training.Runs;

/// <summary>
/// The training half of the product in this process, on a database of its own with a small retailer. With the role Web nothing runs by
/// itself, so that a test decides when which shard runs; with All it runs as in production.
/// </summary>
internal sealed class RunsHost : IAsyncDisposable
{
    private static int containers;

    private readonly IHost host;

    private RunsHost(IHost host, string connectionString, string container)
    {
        this.host = host;
        ConnectionString = connectionString;
        Container = container;
    }

    public string ConnectionString { get; }

    /// <summary>Container of the fitted state.</summary>
    public string Container { get; }

    public NpgsqlDataSource Database => Get<NpgsqlDataSource>();

    /// <summary>The product's clock: it started at <see cref="Boards.Morning"/> with the host, unless the test gave another.</summary>
    public DateTimeOffset Now => Get<TimeProvider>().GetUtcNow();

    /// <summary>Changes the database as its owner.</summary>
    public Task ExecuteAsOwnerAsync(string sql) => EmbeddedServers.ExecuteAsOwnerAsync(Database.ConnectionString, sql);

    public RunRequests Requests => Get<RunRequests>();

    public RunReader Runs => Get<RunReader>();

    /// <summary>Starts on a fresh database, filled with the small retailer.</summary>
    public static Task<RunsHost> StartAsync(EmbeddedServers servers, ProcessRole role, params (string Name, string Value)[] settings) =>
        StartAsync(servers, role, Clocks.StartingAt(Boards.Morning), settings);

    /// <summary>Likewise, by a clock of the test's.</summary>
    public static async Task<RunsHost> StartAsync(
        EmbeddedServers servers, ProcessRole role, TimeProvider clock, params (string Name, string Value)[] settings)
    {
        var connection = await servers.NewDatabaseAsync();
        await using (var database = NpgsqlDataSource.Create(connection))
            await SmallRetailer.FillAsync(database);
        var container = string.Create(CultureInfo.InvariantCulture, $"runs-{Interlocked.Increment(ref containers)}");
        return await StartAsync(connection, await servers.BlobConnectionStringAsync(), container, role, clock, settings);
    }

    /// <summary>Starts another process's worth on the same servers.</summary>
    public static async Task<RunsHost> StartAsync(
        string connection, string blobs, string container, ProcessRole role, TimeProvider clock,
            params (string Name, string Value)[] settings)
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ConnectionStrings:Forecast"] = connection,
            ["Blobs:ConnectionString"] = blobs,
            ["Blobs:Container"] = container,
            ["Blobs:NetworkTimeoutSeconds"] = "2",
            ["Role"] = role.ToString(),
            ["Runs:StartsByItself"] = "false",
            ["Runs:WatchdogSeconds"] = role == ProcessRole.Web ? "600" : "0.5",
            ["Runs:RetryDelaySeconds"] = "0.05",
            ["Runs:MinSeriesPerShard"] = "6",
            ["Runs:WorkersExpected"] = "2",
            ["Runs:SecondOpinion"] = "Never",
            ["Engine:GlobalRounds"] = "20",
        });
        builder.Configuration.AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Name, (string?)s.Value)));
        builder.Services.AddSingleton(clock);
        builder.Services.AddForeactDatabase(builder.Configuration);
        builder.Services.AddForeactTraining(builder.Configuration);
        var started = builder.Build();
        await started.StartAsync();
        return new RunsHost(started, connection, container);
    }

    public T Get<T>()
        where T : notnull => host.Services.GetRequiredService<T>();

    /// <summary>Waits until a run has ended. A look that falls into a lost connection is no answer; the next look is.</summary>
    public async Task<RunView> EndOfAsync(long runId)
    {
        while (true)
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            try
            {
                var run = await Runs.FindAsync(SmallRetailer.Admin, runId, TestContext.Current.CancellationToken);
                if (run is { HasEnded: true })
                    return run;
            }
            catch (Exception e)
                when (e is NpgsqlException { IsTransient: true } or { InnerException: NpgsqlException { IsTransient: true } })
            {
                // The connection came from the pool and was cut while it lay there.
            }

            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Computes all shards of a run here and now, as often as they may be tried, whatever Hangfire does.</summary>
    public async Task<RunView> ComputeAsync(RunTicket ticket)
    {
        var run = await Runs.FindAsync(SmallRetailer.Admin, ticket.RunId, TestContext.Current.CancellationToken);
        for (int attempt = 0; attempt < 3; attempt++)
        {
            for (int shard = 0; shard < run!.ShardCount; shard++)
                await ComputeAsync(ticket, shard);
        }

        return (await Runs.FindAsync(SmallRetailer.Admin, ticket.RunId, TestContext.Current.CancellationToken))!;
    }

    /// <summary>Computes one shard, as the job given for it would. A failure is on record and goes no further.</summary>
    public async Task ComputeAsync(RunTicket ticket, int shard)
    {
        try
        {
            await ((ShardJob)Get<IShardJob>()).RunAsync(
                ticket.RunId, shard, await JobOfAsync(ticket, shard), TestContext.Current.CancellationToken);
        }
        catch (Exception e) when (e is ShardFailedException or ShardLostException)
        {
            // Hangfire would try again, or leave it to another worker.
        }
    }

    /// <summary>Takes a shard for the job given for it, as a worker does before it computes.</summary>
    public async Task<ShardWork?> TakeAsync(RunTicket ticket, int shard) => await Get<ShardHolds>().TryTakeAsync(
        ticket.RunId, shard, await JobOfAsync(ticket, shard), TestContext.Current.CancellationToken);

    /// <summary>The job given for a shard; 0 while there is none.</summary>
    public Task<long> JobOfAsync(RunTicket ticket, int shard) => SmallRetailer.ScalarAsync<long>(
        Database, $"SELECT coalesce(job_id, 0) FROM run_shard WHERE run_id = {ticket.RunId} AND number = {shard}");

    /// <summary>Lets the watchdog look once, now.</summary>
    public async Task LookAsync()
    {
        while (!await Get<Forecast.Training.Runs.Watch.Watchdog>().LookAsync(TestContext.Current.CancellationToken))
            await Task.Delay(10, TestContext.Current.CancellationToken); // The process's own watchdog was looking just then.
    }

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync();
        if (host is IAsyncDisposable disposable)
            await disposable.DisposeAsync();
        else
            host.Dispose();
    }
}
