using Bunit;
using Forecast.Domain.Access;
using Forecast.Domain.Catalog;
using Forecast.Domain.Runs;
using Forecast.Tests.Support;
using Forecast.Training.Runs;
using Forecast.Web.Features.Runs.Parts;

namespace Forecast.Tests.Web.Features.Runs;

public class RunTableTests : Screen
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 8, 30, 0, TimeSpan.Zero);

    private static readonly Region North = new() { Id = 1, Code = "NORTH", Name = "North", TimeZone = "Europe/Berlin" };

    [Fact]
    public void RunUnderWay_ShowsProgressAndTimeLeft_AndCanBeStopped()
    {
        var stopped = new List<long>();
        var run = Run(RunKind.Refresh, RunStatus.Running) with { SeriesDone = 200, Remaining = TimeSpan.FromSeconds(3), StoreIds = [4, 5] };

        var table = Show(run, isAdmin: false, stopped);
        table.Find("button").Click();

        var cells = table.FindAll("tbody td").Select(TextOf).ToList();
        Assert.Equal("Refresh 2 stores in North", cells[0]);
        Assert.StartsWith("Under way, about 3 s left", cells[1], StringComparison.Ordinal);
        Assert.Equal(["Petra Promotion changed", "09:29", "1 min", "800", "Fri 20 Nov 2026"], cells[2..7]);
        var progress = table.Find("[role=progressbar]");
        Assert.Equal(("800", "200"), (progress.GetAttribute("aria-valuemax"), progress.GetAttribute("aria-valuenow")));
        Assert.Equal([17], stopped);
    }

    [Fact]
    public void EndedRun_SaysWhatBecameOfIt_AndCannotBeStopped()
    {
        var run = Run(RunKind.Refresh, RunStatus.Failed) with
        {
            FinishedAt = Now.AddSeconds(-50),
            SeriesDone = 0,
            Message = "The forecast shown before is still shown."
        };

        var table = Show(run, isAdmin: true);

        Assert.Equal("Failed The forecast shown before is still shown.", TextOf(table.Find("td.state")));
        Assert.Single(table.FindAll("td.state .mark-bad"));
        Assert.Equal("10 s", TextOf(table.FindAll("tbody td")[4]));
        Assert.Empty(table.FindAll("button"));
    }

    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 1)]
    public void Retrain_IsForAdminsToStop(bool isAdmin, int buttons) =>
        Assert.Equal(buttons, Show(Run(RunKind.Retrain, RunStatus.Running), isAdmin).FindAll("button").Count);

    [Fact]
    public void PublishedAfterItsDeadline_IsMarked()
    {
        var run = Run(RunKind.Morning, RunStatus.Succeeded) with { FinishedAt = Now, DeadlineAt = Now.AddMinutes(-30) };

        Assert.Single(Show(run, isAdmin: false).FindAll("td.state .mark-warn"));
    }

    private IRenderedComponent<RunTable> Show(RunView run, bool isAdmin, List<long>? stopped = null) => Render<RunTable>(p => p
        .Add(t => t.Runs, [run])
        .Add(t => t.Regions, new Dictionary<int, Region> { [1] = North })
        .Add(t => t.Now, Now)
        .Add(t => t.Role, isAdmin ? Role.Admin : Role.Planner)
        .Add(t => t.Cancel, r => stopped?.Add(r.Id)));

    private static RunView Run(RunKind kind, RunStatus status) => new()
    {
        Id = 17,
        Kind = kind,
        RegionId = 1,
        RegionName = "North",
        Zone = TimeZoneInfo.Utc,
        StoreIds = null,
        RequestedBy = "Petra",
        Reason = "Promotion changed",
        RequestedAt = Now.AddMinutes(-1),
        StartedAt = Now.AddMinutes(-1),
        FinishedAt = null,
        DeadlineAt = null,
        Origin = new DateOnly(2026, 11, 20),
        Status = status,
        SeriesCount = 800,
        SeriesDone = 800,
        ShardCount = 3,
        ShardsDone = 0,
        Message = "",
        ForecastVersionId = 1,
        ModelVersionId = 1,
    };
}
