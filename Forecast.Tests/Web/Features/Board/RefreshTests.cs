using Bunit;
using Forecast.Domain.Runs;
using Forecast.Tests.Support;
using Forecast.Training.Runs;
using Forecast.Web.Features.Board.Figures;
using Forecast.Web.Features.Board.Parts;

namespace Forecast.Tests.Web.Features.Board;

public class RefreshTests : Screen
{
    private static readonly RunView Running = new()
    {
        Id = 5,
        Kind = RunKind.Refresh,
        RegionId = 1,
        RegionName = "North",
        Zone = TimeZoneInfo.Utc,
        StoreIds = [1, 2, 3],
        RequestedBy = "Petra Nord",
        Reason = "",
        RequestedAt = Boards.Morning,
        StartedAt = Boards.Morning,
        FinishedAt = null,
        DeadlineAt = null,
        Origin = Boards.Origin,
        Status = RunStatus.Running,
        SeriesCount = 1200,
        SeriesDone = 300,
        ShardCount = 4,
        ShardsDone = 1,
        Remaining = TimeSpan.FromSeconds(1.4),
        Message = "",
        ForecastVersionId = 8,
        ModelVersionId = 3,
    };

    [Fact]
    public void AtRest_OffersARefreshWithItsEstimate()
    {
        var bar = Bar(null, estimate: TimeSpan.FromSeconds(1.2));

        Assert.Equal("3 stores, about 2 s Refresh my forecast", TextOf(bar.Find(".refresh")));
    }

    [Fact]
    public void WithoutEarlierRuns_PromisesNoTime() => Assert.Equal("3 stores Refresh my forecast", TextOf(Bar(null).Find(".refresh")));

    [Fact]
    public void Click_AsksForARun()
    {
        bool asked = false;

        Render<RefreshBar>(p => p.Add(b => b.Scope, "3 stores").Add(b => b.Refresh, () => asked = true)).Find("button").Click();

        Assert.True(asked);
    }

    [Fact]
    public void BetweenClickAndRun_SaysThatItIsAsking()
    {
        var bar = Render<RefreshBar>(p => p.Add(b => b.Scope, "3 stores").Add(b => b.Asking, true));

        Assert.Equal("Asking for a run…", TextOf(bar.Find("button")));
        Assert.True(bar.Find("button").HasAttribute("disabled"));
    }

    [Fact]
    public void UnderWay_CountsAndEstimates() =>
        Assert.Equal("Refreshing 3 stores. 300 of 1,200 items in stores, about 2 s left", TextOf(Bar(Running).Find("p")));

    [Fact]
    public void Queued_SaysWhatItWaitsFor() =>
        Assert.Equal("Refreshing 3 stores. Waiting for a free worker",
            TextOf(Bar(Running with { Status = RunStatus.Queued, Remaining = null }).Find("p")));

    [Fact]
    public void Publishing_SaysSo() =>
        Assert.Equal("Refreshing 3 stores. Putting it on show", TextOf(Bar(Running with { Status = RunStatus.Publishing }).Find("p")));

    [Fact]
    public void MorningRun_IsCalledByItsName() =>
        Assert.StartsWith(
            "The morning run is under way.", TextOf(Bar(Running with { Kind = RunKind.Morning, StoreIds = null }).Find("p")),
            StringComparison.Ordinal);

    [Fact]
    public void JoinedRun_IsToldApart()
    {
        var bar = Render<RefreshBar>(p => p.Add(b => b.Scope, "").Add(b => b.Run, Running).Add(b => b.Joined, true));

        Assert.StartsWith("Refreshing 3 stores; yours joined it.", TextOf(bar.Find("p")), StringComparison.Ordinal);
    }

    [Fact]
    public void Cancel_IsOfferedOnlyWhenAllowed()
    {
        bool cancelled = false;
        var bar = Render<RefreshBar>(
            p => p.Add(b => b.Scope, "").Add(b => b.Run, Running).Add(b => b.MayCancel, true).Add(b => b.Cancel, () => cancelled = true));

        bar.Find("button").Click();

        Assert.True(cancelled);
        Assert.Empty(Bar(Running).FindAll("button"));
    }

    [Fact]
    public void Success_SaysWhatChanged()
    {
        var changes = BoardChanges.Between(
            Boards.Of(Boards.Expecting(1, 10), Boards.Expecting(2, 20)), Boards.Of(Boards.Expecting(1, 13), Boards.Expecting(2, 19)));

        var text = Summary(RefreshOutcome.Of(Ended(RunStatus.Succeeded), TimeSpan.FromSeconds(1.5), changes));

        Assert.Equal(
            "Your forecast is new: it took 1.5 s. Next 7 days: +14 units (+6.7 %), from 210 to 224. " +
            "Up most: Store 1 +21 (+30.0 %). Down most: Store 2 −7 (−5.0 %). Changed figures are marked for a minute.", text);
    }

    [Fact]
    public void SuccessWithoutNewSales_SaysThatNothingChanged()
    {
        var board = Boards.Of(Boards.Expecting(1, 10));

        Assert.Equal("Your forecast is new: it took 0.4 s. No figure changed: the sales are the same as before.",
            Summary(RefreshOutcome.Of(Ended(RunStatus.Succeeded), TimeSpan.FromSeconds(0.4), BoardChanges.Between(board, board))));
    }

    [Fact]
    public void RunOfSomebodyElse_NamesThem() =>
        Assert.StartsWith(
            "Petra Nord has refreshed the forecast.", RefreshOutcome.Of(Ended(RunStatus.Succeeded), null, null).Title,
            StringComparison.Ordinal);

    [Fact]
    public void StoresFittedAnew_AreOnePlainSentence_AndTheRestIsOnTheRunsPage()
    {
        var refitted = Ended(
            RunStatus.Succeeded) with
        { Message = "Refitted store S1: the stored model is damaged (its checksum differs)." };

        var summary = Render<RefreshSummary>(p => p.Add(s => s.Outcome, RefreshOutcome.Of(refitted, TimeSpan.FromSeconds(2), null)))
            .Find(".summary");

        Assert.Equal(
            "Your forecast is new: it took 2.0 s. Part of it was worked out anew from all sales, because new days alone were not enough. "
                + "What was done",
            TextOf(summary));
        Assert.Equal($"/runs/{refitted.Id}", summary.QuerySelector("a")!.GetAttribute("href"));
    }

    [Fact]
    public void Failure_SaysWhyAndWhatStillHolds()
    {
        var text = Summary(RefreshOutcome.Of(Ended(RunStatus.Failed) with
        {
            Message = "The storage of the models could not be reached. The "
            + "forecast of 20 November stays on show."
        }, null, null));

        Assert.Equal("The refresh failed. The storage of the models could not be reached. The forecast of 20 November stays on show.",
            text);
    }

    [Fact]
    public void Cancellation_SaysWhatStillHolds() =>
        Assert.Equal("The run was cancelled. You still see the forecast from before.",
            Summary(RefreshOutcome.Of(Ended(RunStatus.Cancelled), null, null)));

    private static RunView Ended(RunStatus status) =>
        Running with { Status = status, FinishedAt = Boards.Morning.AddSeconds(2), Remaining = null };

    private IRenderedComponent<RefreshBar> Bar(RunView? run, TimeSpan? estimate = null) =>
        Render<RefreshBar>(p => p.Add(b => b.Scope, "3 stores").Add(b => b.Run, run).Add(b => b.Estimate, estimate));

    private string Summary(RefreshOutcome outcome) => TextOf(Render<RefreshSummary>(p => p.Add(s => s.Outcome, outcome)).Find(".summary"));
}
