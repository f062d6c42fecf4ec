using Forecast.Domain.Runs;
using Forecast.Domain.Worklists;
using Forecast.Tests.Support;
using Forecast.Tests.Training.Worklists;
using Forecast.Training.Runs;
using Forecast.Training.Runs.Worklists;
using Forecast.Training.Worklists;
using static Forecast.Tests.Training.Runs.SmallRetailer;

namespace Forecast.Tests.Training.Runs;

/// <summary>Worklists as runs make them: on a real database, what was settled staying settled from one run to the next.</summary>
public class WorklistTests(EmbeddedServers servers)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ForecastThatGoesOnShow_BringsItsWorklist()
    {
        await using var host = await StartAsync();
        var run = await host.ComputeAsync(await host.Requests.RetrainAsync(Admin, North, "", Ct));

        Assert.Equal(RunStatus.Succeeded, run.Status);
        Assert.Equal(run.Id, await ScalarAsync<long>(host.Database, "SELECT run_id FROM region_worklist WHERE region_id = 1"));
        Assert.Equal(Yesterday, await ScalarAsync<DateOnly>(host.Database, "SELECT origin FROM region_worklist"));
    }

    [Fact]
    public async Task RefreshOfSomeStores_LeavesTheListOfTheMorning()
    {
        await using var host = await StartAsync();
        var whole = await host.ComputeAsync(await host.Requests.RetrainAsync(Admin, North, "", Ct));

        await host.ComputeAsync(await host.Requests.RefreshAsync(Planner, North, [1], "", Ct));

        Assert.Equal(whole.Id, await ScalarAsync<long>(host.Database, "SELECT run_id FROM region_worklist WHERE region_id = 1"));
    }

    [Fact]
    public async Task ListThatCannotBeMade_HoldsNoForecastBack_AndIsWrittenDown()
    {
        await using var host = await StartAsync();
        await host.ExecuteAsOwnerAsync("ALTER TABLE worklist_entry RENAME COLUMN reason TO another");

        var run = await host.ComputeAsync(await host.Requests.RetrainAsync(Admin, North, "", Ct));

        Assert.Equal(RunStatus.Succeeded, run.Status);
        Assert.Equal(4, await ScalarAsync<long>(host.Database, "SELECT count(*) FROM current_forecast WHERE region_id = 1"));
        Assert.Equal(run.Id, await ScalarAsync<long>(host.Database, "SELECT failed_run_id FROM region_worklist WHERE region_id = 1"));
    }

    [Fact]
    public async Task ListThatNobodyMade_IsMadeByTheWatchdog()
    {
        await using var host = await StartAsync();
        var run = await host.ComputeAsync(await host.Requests.RetrainAsync(Admin, North, "", Ct));
        // As if the process had been lost right after the forecast was on show.
        await ExecuteAsync(host.Database, "DELETE FROM region_worklist; UPDATE run SET finished_at = finished_at - interval '5 minutes'");

        await host.LookAsync();

        Assert.Equal(run.Id, await ScalarAsync<long>(host.Database, "SELECT run_id FROM region_worklist WHERE region_id = 1"));
    }

    [Fact]
    public async Task WhatWasSettled_StaysSettled_UntilItGrows()
    {
        await using var host = await StartAsync();
        var (first, second, third, fourth) = await FourRunsAsync(host);
        await WriteAsync(host, first, Line("series 1", 100), Line("series 2", 100));
        await SettleAsync(host);

        await WriteAsync(host, second, Line("series 1", 120), Line("series 2", 160));

        Assert.Equal("series 1 Reviewed 120 , series 2 Open 160 It was about 100 units when it was settled.", await LinesAsync(host));

        await WriteAsync(host, third, Line("series 2", 160)); // One is not found for a day …
        Assert.Equal(1, await ScalarAsync<long>(host.Database, "SELECT count(*) FROM worklist_entry WHERE gone_at IS NOT NULL"));
        await WriteAsync(host, fourth, Line("series 1", 110), Line("series 2", -160)); // … and is the same line when it comes back.

        Assert.Equal(
            "series 1 Reviewed 110 , series 2 Open -160 It was about 100 units when it was settled.", await LinesAsync(host));
        Assert.Equal(2, await ScalarAsync<long>(host.Database, "SELECT count(*) FROM worklist_entry"));
    }

    [Fact]
    public async Task LineThatTurnsRound_IsOpenAgain()
    {
        await using var host = await StartAsync();
        var (first, second, _, _) = await FourRunsAsync(host);
        await WriteAsync(host, first, Line("series 1", 100));
        await SettleAsync(host);

        await WriteAsync(host, second, Line("series 1", -60));

        Assert.Equal("series 1 Open -60 It was about 100 units when it was settled.", await LinesAsync(host));
    }

    [Fact]
    public async Task OlderForecast_DoesNotReplaceALaterOnesList()
    {
        await using var host = await StartAsync();
        var (first, second, _, _) = await FourRunsAsync(host);
        await WriteAsync(host, second, Line("series 2", 100));

        Assert.False(await WriteAsync(host, first, Line("series 1", 100)));

        Assert.Equal("series 2 Open 100 ", await LinesAsync(host));
    }

    [Fact]
    public async Task DaysThatHaveBeenSold_JudgeTheLine_Once()
    {
        await using var host = await StartAsync();
        var (first, second, third, _) = await FourRunsAsync(host);
        await WriteAsync(host, first, Line("series 1", 100) with { FirstDay = Yesterday.AddDays(-6), LastDay = Yesterday });
        var picture = Pictured.Region(series: (s, i) => Pictured.Series(s, i, sold: _ => s == 1 && i == 1 ? 30 : 10));

        await host.Get<WorklistWriter>().WriteAsync(second, [], picture, Ct);
        await host.Get<WorklistWriter>().WriteAsync(third, [], Pictured.Region(), Ct);

        Assert.Equal("Right 210", await ScalarAsync<string>(host.Database, "SELECT verdict || ' ' || sold FROM worklist_entry"));
    }

    [Fact]
    public async Task HundredThousandLines_AreWrittenAndKept()
    {
        await using var host = await StartAsync();
        var (first, second, _, _) = await FourRunsAsync(host);
        var many = Enumerable.Range(1, 100_000).Select(i => Line($"series {i}", i)).ToArray();

        await WriteAsync(host, first, many);
        await SettleAsync(host);
        await WriteAsync(host, second, many[..50_000]);

        Assert.Equal(50_000, await ScalarAsync<long>(
            host.Database, "SELECT count(*) FROM worklist_entry WHERE gone_at IS NULL AND status = 'Reviewed'"));
    }

    private Task<RunsHost> StartAsync() =>
        RunsHost.StartAsync(servers, ProcessRole.Web, ("Runs:WorkersExpected", "1"), ("Engine:Models:0", "local"));

    private static Finding Line(string subject, double units) => new()
    {
        Kind = WorklistKind.DemandAbove,
        About = new Subject(WorklistLevel.Series, subject, subject) { SeriesIds = [1001] },
        Cause = "level",
        Reason = "Because.",
        Strength = 1,
        Units = units,
        FirstDay = Yesterday.AddDays(1),
        LastDay = Yesterday.AddDays(7),
        Forecast = 200,
        Reference = 100,
        Noise = 10,
    };

    /// <summary>Four runs of North that were published one after the other, as far as a worklist needs them.</summary>
    private static async Task<(ListedRun First, ListedRun Second, ListedRun Third, ListedRun Fourth)> FourRunsAsync(RunsHost host)
    {
        var runs = new ListedRun[4];
        for (int i = 0; i < runs.Length; i++)
        {
            var at = Boards.Morning.AddMinutes(i - 60);
            long id = await ScalarAsync<long>(host.Database, $"""
                INSERT INTO run (kind, region_id, scope_key, requested_by, reason, requested_at, finished_at, origin, status,
                    cancel_requested, shard_count, shards_done, series_count, series_done, message, detail)
                VALUES ('Refresh', 1, 'run {i}', 'test', '', '{at:O}', '{at:O}', '{Yesterday:yyyy-MM-dd}', 'Succeeded', false, 0, 0, 0, 0,
                    '', '') RETURNING id
                """);
            runs[i] = new ListedRun(id, North, "NORTH", 1, Yesterday, Yesterday, at, null);
        }

        return (runs[0], runs[1], runs[2], runs[3]);
    }

    private static Task<bool> WriteAsync(RunsHost host, ListedRun run, params Finding[] lines) =>
        host.Get<WorklistWriter>().WriteAsync(run, lines, Pictured.Region(), Ct);

    private static Task SettleAsync(RunsHost host) =>
        ExecuteAsync(host.Database, "UPDATE worklist_entry SET status = 'Reviewed', settled_by = 'Petra', settled_units = units");

    private static Task<string> LinesAsync(RunsHost host) => ScalarAsync<string>(host.Database, """
        SELECT string_agg(subject || ' ' || status || ' ' || units || ' ' || back_because, ', ' ORDER BY subject)
        FROM worklist_entry WHERE gone_at IS NULL
        """);
}
