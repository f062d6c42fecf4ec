using Forecast.Tests.Support;
using Forecast.Tests.Training.Runs;
using Forecast.Training.Runs;
using Npgsql;
using static Forecast.Tests.Training.Runs.SmallRetailer;

namespace Forecast.Tests.Cluster;

/// <summary>
/// An installation whose processes are the product's own, as in production, with a front in this process that asks for runs and watches
/// them. Thirteen parts a retrain, so that two workers share the work.
/// </summary>
internal sealed class Workers(EmbeddedServers servers) : Installation(servers)
{
    private NpgsqlConnection? gate;

    /// <summary>Asks for runs; computes none.</summary>
    public RunsHost Front { get; private set; } = null!;

    public static async Task<Workers> InstallAsync(EmbeddedServers servers)
    {
        var workers = new Workers(servers);
        await workers.InitializeAsync();
        return workers;
    }

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Settings = new Dictionary<string, string>(Settings, StringComparer.Ordinal)
        {
            ["Runs__StartsByItself"] = "false",
            ["Runs__WatchdogSeconds"] = "0.5",
            ["Engine__GlobalRounds"] = "20",
        };
        Front = await RunsHost.StartAsync(
            ConnectionString, Settings["Blobs__ConnectionString"], Settings["Blobs__Container"], ProcessRole.Web, Clock,
            ("Runs:SeriesPerShard", "6"), ("Runs:MinSeriesPerShard", "1"));
        await FillAsync(Front.Database, storesPerRegion: 12);
        gate = await Front.Database.OpenConnectionAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Gives the processes started from now on a setting.</summary>
    public void Tell(string name, string value) =>
        Settings = new Dictionary<string, string>(Settings, StringComparer.Ordinal) { [name] = value };

    /// <summary>Until the gate is open again, whoever needs a lock waits: unless told otherwise, with its results in hand.</summary>
    public Task CloseGateAsync(string sql = "LOCK TABLE store_outlook IN SHARE MODE") => AtGateAsync($"BEGIN; {sql}");

    public Task OpenGateAsync() => AtGateAsync("ROLLBACK");

    /// <summary>Waits until a condition of the database's holds.</summary>
    public async Task UntilAsync(string condition)
    {
        while (!await ScalarAsync<bool>(Front.Database, $"SELECT {condition}"))
            await Task.Delay(20, TestContext.Current.CancellationToken);
    }

    public override async ValueTask DisposeAsync()
    {
        if (gate is not null)
            await gate.DisposeAsync();
        await Front.DisposeAsync();
        await base.DisposeAsync();
    }

    private async Task AtGateAsync(string sql)
    {
        await using var command = new NpgsqlCommand(sql, gate);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }
}
