using Forecast.Tests.Support;
using Forecast.Training.Runs;
using Forecast.Training.Runs.Planning;
using Npgsql;
using static Forecast.Tests.Training.Runs.SmallRetailer;

namespace Forecast.Tests.Training.Runs;

/// <summary>Where nobody computes, it is said, and no time is promised.</summary>
public class WorkerPresenceTests(EmbeddedServers servers)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task NoWorkerForAWhile_IsNoticed_AndTheEstimateTakenBack()
    {
        var clock = new StillClock(Boards.Morning);
        await using var host = await RunsHost.StartAsync(servers, ProcessRole.Web, clock);
        await host.ComputeAsync(await host.Requests.RetrainAsync(Admin, North, "", Ct));
        var ticket = await host.Requests.RefreshAsync(Planner, North, null, "", Ct);
        Assert.Empty(host.Get<WorkerPresence>().Absent); // It has only just started to look.

        clock.Now += TimeSpan.FromSeconds(20);
        await host.Get<WorkerPresence>().LookAsync(Ct);

        var run = await host.Runs.FindAsync(Planner, ticket.RunId, Ct);
        Assert.Equal((Boards.Morning, (TimeSpan?)null), (run!.NoWorkerSince, run.Remaining));
        Assert.Equal(["clock", "fit", "refresh"], host.Get<WorkerPresence>().Absent.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task WorkerThatIsBack_IsNoticed_ForItsQueues()
    {
        var clock = new StillClock(Boards.Morning);
        await using var host = await RunsHost.StartAsync(servers, ProcessRole.Web, clock);
        clock.Now += TimeSpan.FromSeconds(20);
        await host.Get<WorkerPresence>().LookAsync(Ct);
        int told = 0;
        host.Get<WorkerPresence>().Changed += (_, _) => told++;

        await ExecuteAsync(host.Database, """
            INSERT INTO hangfire.server (id, data, lastheartbeat) VALUES ('w1', '{"Queues": ["clock", "refresh"]}', now())
            """);
        await host.Get<WorkerPresence>().LookAsync(Ct);
        await host.Get<WorkerPresence>().LookAsync(Ct);

        Assert.Equal(["fit"], host.Get<WorkerPresence>().Absent.Keys);
        Assert.Null(host.Get<WorkerPresence>().NobodyRefreshesSince);
        Assert.Equal(1, told);
    }

    [Fact]
    public async Task WorkerThatWasThere_TellsSinceWhenNobodyIs()
    {
        var clock = new StillClock(Boards.Morning);
        var connection = await servers.NewDatabaseAsync();
        await using (var database = NpgsqlDataSource.Create(connection))
            await ExecuteAsync(database, "INSERT INTO worker_seen (queue, seen_at) VALUES ('refresh', now() - interval '1 hour')");
        await using var host = await RunsHost.StartAsync( // It looks by itself at once, so it must be there before.
            connection, await servers.BlobConnectionStringAsync(), "presence", ProcessRole.Web, clock);
        clock.Now += TimeSpan.FromSeconds(20);

        await host.Get<WorkerPresence>().LookAsync(Ct);

        var since = host.Get<WorkerPresence>().NobodyRefreshesSince;
        Assert.Equal(clock.Now - TimeSpan.FromHours(1), since!.Value, TimeSpan.FromMinutes(1));
    }
}
