using Forecast.Tests.Support;
using Forecast.Training.Runs;
using Forecast.Training.Runs.Opinions;
using Forecast.Training.Runs.Planning;
using Forecast.Training.Runs.Scheduling;
using Hangfire;
using Hangfire.Storage;
using static Forecast.Tests.Training.Runs.SmallRetailer;

namespace Forecast.Tests.Training.Runs;

/// <summary>Jobs as they lie in the database: what waits there must be understood by the next build.</summary>
public class ShardJobsTests(EmbeddedServers servers)
{
    /// <summary>A job's rows without what differs by chance: keys and times.</summary>
    private const string Rows = """
        SELECT j.statename || '|' || j.invocationdata || '|' || j.arguments || '|' || coalesce(j.expireat::text,
            '-') || '|' || s.name || '|'
            || (s.data - 'EnqueuedAt') || '|' || q.queue || '|' || coalesce(q.fetchedat::text, '-') || '|' || (j.stateid = s.id)
        FROM hangfire.job j JOIN hangfire.state s ON s.jobid = j.id JOIN hangfire.jobqueue q ON q.jobid = j.id WHERE j.id = 
        """;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task JobsWrittenWithTheRun_AreWhatHangfiresOwnClientWrites(bool fits)
    {
        await using var host = await RunsHost.StartAsync(
            servers, ProcessRole.Web, ("Engine:Models:0", "local"), ("Runs:WorkersExpected", "1"));
        var ticket = await host.Requests.RetrainAsync(Admin, North, "", Ct);
        await using (var connection = await host.Database.OpenConnectionAsync(Ct))
            await host.Get<ShardJobs>().EnqueueAsync(connection, ticket.RunId, [0], fits, "", Ct);

        var client = new BackgroundJobClient(host.Get<JobStorage>(), host.Get<Hangfire.Common.IJobFilterProvider>());
        var theirs = client.Create(ShardJobs.JobOf(ticket.RunId, 0, fits), new Hangfire.States.EnqueuedState(fits ? "fit" : "refresh"));

        var ours = await host.JobOfAsync(ticket, 0);
        Assert.Equal(await ScalarAsync<string>(host.Database, Rows + theirs), await ScalarAsync<string>(host.Database, Rows + ours));
    }

    [Fact]
    public async Task JobBesideARun_IsWhatHangfiresOwnClientWrites()
    {
        await using var host = await RunsHost.StartAsync(servers, ProcessRole.Web);
        await using (var connection = await host.Database.OpenConnectionAsync(Ct))
            await host.Get<ShardJobs>().EnqueueAsync(connection, OpinionRequests.JobOf(7), WorkerQueues.Fit, "", Ct);

        var client = new BackgroundJobClient(host.Get<JobStorage>(), host.Get<Hangfire.Common.IJobFilterProvider>());
        var theirs = client.Create(OpinionRequests.JobOf(7), new Hangfire.States.EnqueuedState("fit"));

        var ours = await ScalarAsync<long>(host.Database, "SELECT min(id) FROM hangfire.job");
        Assert.Equal(await ScalarAsync<string>(host.Database, Rows + theirs), await ScalarAsync<string>(host.Database, Rows + ours));
    }

    [Fact] // Whoever renames one of these loses what waits: write a new name beside the old one instead.
    public async Task StoredNames_StayWhatTheyAre()
    {
        await using var host = await RunsHost.StartAsync(servers, ProcessRole.Web); // Which says how names are written.
        host.Get<JobStorage>();

        Assert.Equal(
            [
                "Forecast.Training.Runs.Planning.IShardJob, Forecast.Training FitAsync",
                "Forecast.Training.Runs.Planning.IShardJob, Forecast.Training RefreshAsync",
                "Forecast.Training.Runs.Scheduling.MorningRunJob, Forecast.Training StartAsync",
                "Forecast.Training.Runs.Opinions.SecondOpinionJob, Forecast.Training GiveAsync",
            ],
            new[] { ShardJobs.JobOf(1, 2, fits: true), ShardJobs.JobOf(1, 2, fits: false),
                Hangfire.Common.Job.FromExpression<MorningRunJob>(j => j.StartAsync(1, default)), OpinionRequests.JobOf(1) }
                .Select(job => $"{InvocationData.SerializeJob(job).Type} {job.Method.Name}"));
        Assert.Equal(["clock", "refresh", "fit"], WorkerQueues.All);
    }

    [Fact]
    public async Task RunThatIsNotPlanned_LeavesNoJob()
    {
        await using var host = await RunsHost.StartAsync(servers, ProcessRole.Web);
        await host.ExecuteAsOwnerAsync("ALTER TABLE run ADD CONSTRAINT broken CHECK (status <> 'Running') NOT VALID");

        await Assert.ThrowsAnyAsync<Npgsql.PostgresException>(() => host.Requests.RetrainAsync(Admin, North, "", Ct));

        Assert.Equal(0, await ScalarAsync<long>(
            host.Database, "SELECT (SELECT count(*) FROM run) + (SELECT count(*) FROM run_shard) + (SELECT count(*) FROM hangfire.job)"));
    }

    [Fact]
    public async Task ProcessTakesTheQueuesItIsTold()
    {
        await using var refreshes = await RunsHost.StartAsync(servers, ProcessRole.Worker, ("Worker:Queues", "clock, refresh"));
        var ticket = await refreshes.Requests.RetrainAsync(Admin, North, "", Ct);
        while (await ScalarAsync<long>(refreshes.Database, "SELECT count(*) FROM hangfire.server") == 0)
            await Task.Delay(20, Ct);
        Assert.Equal("clock,refresh", await ScalarAsync<string>(
            refreshes.Database, "SELECT string_agg(q, ',' ORDER BY q) FROM hangfire.server s, jsonb_array_elements_text(s.data -> "
                + "'Queues') q"));
        Assert.Equal("Waiting", await ScalarAsync<string>(refreshes.Database, "SELECT DISTINCT status FROM run_shard"));

        await using var fits = await RunsHost.StartAsync(
            refreshes.ConnectionString, await servers.BlobConnectionStringAsync(), refreshes.Container, ProcessRole.Worker,
            refreshes.Get<TimeProvider>(), ("Worker:Queues", "fit"));

        Assert.Equal(Forecast.Domain.Runs.RunStatus.Succeeded, (await refreshes.EndOfAsync(ticket.RunId)).Status);
    }
}
