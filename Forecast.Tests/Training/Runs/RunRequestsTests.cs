using Forecast.Domain.Access;
using Forecast.Domain.Runs;
using Forecast.Tests.Support;
using Forecast.Training.Runs;
using static Forecast.Tests.Training.Runs.SmallRetailer;

namespace Forecast.Tests.Training.Runs;

public class RunRequestsTests(EmbeddedServers servers)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task FiftyEqualRefreshesAtOnce_ShareOneRun()
    {
        await using var host = await RunsHost.StartAsync(servers, ProcessRole.Web);
        await host.ComputeAsync(await host.Requests.RetrainAsync(Admin, North, "first", Ct));

        var tickets = await Task.WhenAll(Enumerable.Range(0, 50)
            .Select(_ => Task.Run(() => host.Requests.RefreshAsync(Planner, North, [2, 1], "again", Ct), Ct)));

        Assert.Single(tickets, t => !t.Joined);
        Assert.Single(tickets.Select(t => t.RunId).Distinct());
        Assert.Equal(1, await ScalarAsync<long>(host.Database, "SELECT count(*) FROM run WHERE kind = 'Refresh'"));
        Assert.Equal(12, await ScalarAsync<long>(host.Database, "SELECT sum(series_count) FROM run WHERE kind = 'Refresh'"));
    }

    [Fact]
    public async Task EndedRun_IsNotJoined()
    {
        await using var host = await RunsHost.StartAsync(servers, ProcessRole.Web);
        var first = await host.Requests.RetrainAsync(Admin, North, "first", Ct);
        await host.ComputeAsync(first);

        var second = await host.Requests.RetrainAsync(Admin, North, "second", Ct);

        Assert.False(second.Joined);
        Assert.NotEqual(first.RunId, second.RunId);
    }

    [Fact]
    public async Task RefreshWithoutModel_FitsTheWholeRegion_AndJoinsAFirstFitUnderWay()
    {
        await using var host = await RunsHost.StartAsync(servers, ProcessRole.Web);
        var ticket = await host.Requests.RefreshAsync(Planner, North, [1], "now", Ct);
        var joined = await host.Requests.RefreshAsync(Planner, North, [2], "now", Ct);

        Assert.Equal(new RunTicket(ticket.RunId, Joined: true), joined);
        var run = await host.ComputeAsync(ticket);
        Assert.Equal(RunStatus.Succeeded, run.Status);
        Assert.Null(run.StoreIds);
        Assert.Equal(24, run.SeriesDone);
        Assert.Equal(4, await ScalarAsync<long>(host.Database, "SELECT count(*) FROM current_forecast WHERE region_id = 1"));
        Assert.Equal(0, await ScalarAsync<long>(host.Database, "SELECT count(*) FROM current_forecast WHERE region_id = 2"));
    }

    [Fact]
    public async Task AnotherRegion_IsDeniedInEveryRequestAndQuery()
    {
        await using var host = await RunsHost.StartAsync(servers, ProcessRole.Web);
        var theirs = await host.Requests.RetrainAsync(Admin, West, "theirs", Ct);

        await Assert.ThrowsAsync<AccessDeniedException>(() => host.Requests.RefreshAsync(Planner, West, null, "", Ct));
        await Assert.ThrowsAsync<AccessDeniedException>(() => host.Requests.RetrainAsync(Planner, North, "", Ct));
        await Assert.ThrowsAsync<AccessDeniedException>(() => host.Requests.EstimateAsync(Planner, West, null, RunKind.Refresh, Ct));
        await Assert.ThrowsAsync<AccessDeniedException>(() => host.Runs.RecentAsync(Planner, West, 10, Ct));
        await Assert.ThrowsAsync<AccessDeniedException>(() => host.Runs.UnfinishedAsync(Planner, West, Ct));
        var refused = await Assert.ThrowsAsync<RunRefusedException>(() => host.Requests.CancelAsync(Planner, theirs.RunId, Ct));
        Assert.Equal($"There is no run {theirs.RunId} in your regions.", refused.Message);
        Assert.Null(await host.Runs.FindAsync(Planner, theirs.RunId, Ct));
        Assert.Empty(await host.Runs.RecentAsync(Planner, null, 10, Ct));
    }

    [Fact]
    public async Task SomebodyWhoMayOnlyLook_AsksForNothingAndStopsNothing()
    {
        await using var host = await RunsHost.StartAsync(servers, ProcessRole.Web);
        var looking = Planner with { Name = "Vera", Role = Role.Viewer };
        var run = await host.Requests.RefreshAsync(Planner, North, [1], "now", Ct);

        await Assert.ThrowsAsync<AccessDeniedException>(() => host.Requests.RefreshAsync(looking, North, [1], "", Ct));
        await Assert.ThrowsAsync<AccessDeniedException>(() => host.Requests.RetrainAsync(looking, North, "", Ct));
        await Assert.ThrowsAsync<AccessDeniedException>(() => host.Requests.CancelAsync(looking, run.RunId, Ct));
        Assert.NotNull(await host.Runs.FindAsync(looking, run.RunId, Ct));
    }

    [Fact]
    public async Task MoreThanEnoughWithinAMinute_IsRefused_AndNothingIsLost()
    {
        var clock = new StillClock(Boards.Morning);
        await using var host = await RunsHost.StartAsync(servers, ProcessRole.Web, clock, ("Runs:RefreshesPerMinute", "1"));
        var first = await host.Requests.RefreshAsync(Planner, North, null, "", Ct);

        var refused = await Assert.ThrowsAsync<RunRefusedException>(() => host.Requests.RefreshAsync(Planner, North, [1], "", Ct));

        Assert.Equal(
            "You have asked for 1 forecasts within a minute. None of them is lost; ask for the next one in a minute.", refused.Message);
        Assert.False((await host.Runs.FindAsync(Planner, first.RunId, Ct))!.HasEnded);
        Assert.Equal(first.RunId, (await host.Requests.RefreshAsync(Admin, North, null, "", Ct)).RunId); // Others are not concerned.
        clock.Now += TimeSpan.FromMinutes(2);
        await host.Requests.RefreshAsync(Planner, North, [1], "", Ct);
    }

    [Fact]
    public async Task StoresOfAnotherRegion_AreRefused()
    {
        await using var host = await RunsHost.StartAsync(servers, ProcessRole.Web);

        var refused = await Assert.ThrowsAsync<RunRefusedException>(() => host.Requests.RefreshAsync(Planner, North, [1, 5, 99], "", Ct));

        Assert.Equal("2 of the chosen stores are not in region North. Choose its stores again.", refused.Message);
    }

    [Fact]
    public async Task RegionWithoutSeries_IsRefusedAndLeavesNoRun()
    {
        await using var host = await RunsHost.StartAsync(servers, ProcessRole.Web);
        await host.ExecuteAsOwnerAsync("TRUNCATE series CASCADE");

        var refused = await Assert.ThrowsAsync<RunRefusedException>(() => host.Requests.RefreshAsync(Planner, North, null, "", Ct));

        Assert.Equal("No sales are loaded for North yet. Load sales first.", refused.Message);
        Assert.Equal(0, await ScalarAsync<long>(host.Database, "SELECT count(*) FROM run"));
    }

    [Fact]
    public async Task CancelledRun_PublishesNothing_AndLeavesATrace()
    {
        await using var host = await RunsHost.StartAsync(servers, ProcessRole.Web);
        var ticket = await host.Requests.RetrainAsync(Admin, North, "why not", Ct);
        await host.ComputeAsync(ticket, 0);

        Assert.True(await host.Requests.CancelAsync(Admin, ticket.RunId, Ct));

        var run = await host.ComputeAsync(ticket);
        Assert.Equal(RunStatus.Cancelled, run.Status);
        Assert.Equal("Cancelled by Ada. There is no forecast to show yet.", run.Message);
        Assert.Equal(1, run.ShardsDone);
        Assert.Equal(0, await ScalarAsync<long>(host.Database, "SELECT count(*) FROM current_forecast"));
        Assert.Equal(2, await ScalarAsync<long>(
            host.Database, "SELECT count(*) FROM audit_entry WHERE by = 'Ada' AND action IN ('retrain', 'cancel run')"));
        Assert.False(await host.Requests.CancelAsync(Admin, ticket.RunId, Ct));
    }

    [Fact]
    public async Task Estimate_ComesFromEarlierRuns()
    {
        await using var host = await RunsHost.StartAsync(servers, ProcessRole.Web);
        Assert.Null(await host.Requests.EstimateAsync(Planner, North, null, RunKind.Retrain, Ct));
        await host.ComputeAsync(await host.Requests.RetrainAsync(Admin, North, "", Ct));
        // 24 series in 48 seconds are 2 seconds each; a store has 6.
        await ExecuteAsync(host.Database, "UPDATE run SET finished_at = requested_at + interval '48 seconds'");

        var estimate = await host.Requests.EstimateAsync(Planner, North, [1], RunKind.Retrain, Ct);

        Assert.Equal(12.3, estimate!.Value.TotalSeconds, precision: 3);
    }
}
