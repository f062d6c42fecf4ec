using Forecast.Domain.Sales;
using Forecast.Tests.Support;
using Forecast.Web.Features.Board.Figures;
using Forecast.Web.Features.Board.Reading;
using Forecast.Web.Shared;

namespace Forecast.Tests.Web.Features.Board;

public class BoardStatusTests
{
    private static readonly BoardStore Current = Boards.Expecting(1, 10);
    private static readonly BoardStore Yesterdays = Boards.Store(1, Boards.Outlook(1, 10, Boards.Origin.AddDays(-1)));

    [Fact]
    public void AllSalesIn_IsReady()
    {
        var status = At(Boards.Of(Current), "08:00");

        Assert.Equal((Signal.Good, "Ready"), (status.Signal, status.Word));
        Assert.Empty(status.Reasons);
        Assert.Equal(Boards.Origin, status.DataUntil);
    }

    [Fact]
    public void PastForecastsWorseThanRepeatingLastWeek_AreReadyWithDoubts()
    {
        var status = At(Boards.Of(Current, Boards.Expecting(2, 10, o => o.AbsoluteResidual = Boards.Fill(Boards.Horizon, 7))), "08:00");

        Assert.Equal((Signal.Attention, "Ready, with doubts"), (status.Signal, status.Word));
        Assert.Equal( // (2 + 7) ÷ (10 + 10), (4 + 4) ÷ (10 + 10)
            "Past forecasts of this region missed by 45.0\u202f%; repeating last week would have missed by 40.0\u202f%.",
                Assert.Single(status.Reasons));
    }

    [Fact]
    public void PastForecastsAsGoodAsRepeatingLastWeek_RaiseNoDoubt() =>
        Assert.Equal("Ready", At(
            Boards.Of(Boards.Expecting(1, 10, o => o.AbsoluteResidual = Boards.Fill(Boards.Horizon, 4.1f))), "08:00").Word);

    [Fact]
    public void YesterdayMissingInOneStore_IsReadyWithGapsAndNamesIt()
    {
        var late = Boards.Expecting(2, 10, o => o.Sales[^1] = float.NaN);

        var status = At(Boards.Of(Current, late), "08:00");

        Assert.Equal((Signal.Attention, "Ready, with gaps"), (status.Signal, status.Word));
        Assert.Contains("Fri 20 Nov 2026 are missing from Store 2", Assert.Single(status.Reasons), StringComparison.Ordinal);
    }

    [Fact]
    public void BeforeTheMorningRun_WaitsForIt()
    {
        var status = At(Boards.Of(Yesterdays), "04:30");

        Assert.Equal((Signal.Waiting, "On its way"), (status.Signal, status.Word));
        Assert.Contains("computed at 05:00", status.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void BetweenRunAndDeadline_KeepsThePromise()
    {
        var status = At(Boards.Of(Yesterdays), "07:00");

        Assert.Equal(Signal.Waiting, status.Signal);
        Assert.Contains("promised by 09:00", status.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void AfterTheDeadline_IsLate()
    {
        var status = At(Boards.Of(Yesterdays), "09:00");

        Assert.Equal((Signal.Bad, "Late"), (status.Signal, status.Word));
    }

    [Fact]
    public void SeveralDaysBehind_IsOutOfDateAndSaysByHowMuch()
    {
        var status = At(Boards.Of(Boards.Store(1, Boards.Outlook(1, 10, Boards.Origin.AddDays(-3)))), "08:00");

        Assert.Equal((Signal.Bad, "Out of date since Wed 18 Nov 2026"), (status.Signal, status.Word));
        Assert.Contains("Tue 17 Nov 2026, 3 days short", status.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void ForecastOfToday_FromSalesThatEndedAYearAgo_IsOutOfDateWithTheYear()
    {
        var board = Boards.Of(Current);
        var status = At(
            board with { Sales = board.Sales with { Loaded = Sold((1, new DateOnly(2025, 10, 21))) } }, "08:00");

        Assert.Equal((Signal.Bad, "Out of date since Wed 22 Oct 2025"), (status.Signal, status.Word));
        Assert.StartsWith("The newest sales loaded are of Tue 21 Oct 2025, 395 days short;", status.Sentence, StringComparison.Ordinal);
        Assert.Equal(new DateOnly(2025, 10, 21), status.DataUntil);
    }

    [Fact]
    public void StoreWithoutSalesForWeeks_WhileOthersGoOn_MayHaveEnded()
    {
        var board = Boards.Of(Current, Boards.Expecting(2, 10));
        var status = At(
            board with { Sales = board.Sales with { Loaded = Sold((1, Boards.Origin), (2, Boards.Origin.AddDays(-21))) } }, "08:00");

        Assert.Equal("Ready, with gaps", status.Word);
        Assert.Equal(
            "Store 2 (last sales Fri 30 Oct 2026) may have ended: left out of the totals.", Assert.Single(status.Reasons));
    }

    [Fact]
    public void StoresThatMissSeveralDays_AreNamedWithTheFirst()
    {
        var board = Boards.Of(Current, Boards.Expecting(2, 10));
        var status = At(
            board with { Sales = board.Sales with { Loaded = Sold((1, Boards.Origin), (2, Boards.Origin.AddDays(-5))) } }, "08:00");

        Assert.StartsWith(
            "Sales are missing from Store 2 since Mon 16 Nov 2026;", Assert.Single(status.Reasons), StringComparison.Ordinal);
    }

    [Fact]
    public void SomeStoresBehind_AreNamed()
    {
        var status = At(Boards.Of(Current, Boards.Store(2, Boards.Outlook(2, 10, Boards.Origin.AddDays(-1)))), "10:00");

        Assert.Equal("Late", status.Word);
        Assert.Contains("for Store 2", status.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void SalesLoadedAfterTheForecast_AskForARefresh()
    {
        var board = Boards.Of(Current) with { NewerSales = new NewerSales(Boards.Morning.AddMinutes(-5), ["Store 1"]) };

        var status = At(board, "08:00");

        Assert.Equal((Signal.Attention, "Out of date"), (status.Signal, status.Word));
        Assert.Contains("Store 1 arrived after this forecast", status.Sentence, StringComparison.Ordinal);
        Assert.Contains("07:55", Assert.Single(status.Reasons), StringComparison.Ordinal);
    }

    [Fact]
    public void FailedRun_IsAReasonWhateverTheState()
    {
        var board = Boards.Of(Yesterdays) with { LastFailure = new FailedRun(9, Boards.Morning, "The blob server does not answer.") };

        Assert.Contains(
            At(board, "10:00").Reasons, r => r.Contains("failed at 08:00: The blob server does not answer.", StringComparison.Ordinal));
    }

    [Fact]
    public void NoForecast_IsSaidPlainly() => Assert.Equal("No forecast yet", At(Boards.Of(Boards.Store(1)), "08:00").Word);

    [Fact]
    public void NoStores_IsSaidPlainly() => Assert.Equal("No stores", At(Boards.Of(), "08:00").Word);

    [Fact]
    public void StoreWithoutForecast_IsAReason() =>
        Assert.Contains("No forecast yet for Store 2.", At(Boards.Of(Current, Boards.Store(2)), "08:00").Reasons);

    private static Dictionary<int, StoreSales> Sold(params (int Store, DateOnly Until)[] stores) =>
        stores.ToDictionary(s => s.Store, s => Boards.Selling(s.Store, s.Until.AddYears(-1), s.Until));

    /// <summary>Saturday 21 November on the clock of Berlin, an hour ahead of UTC.</summary>
    private static BoardStatus At(RegionBoard board, string clock)
    {
        var now = new DateTimeOffset(
            new DateOnly(2026, 11, 21).ToDateTime(TimeOnly.Parse(clock, System.Globalization.CultureInfo.InvariantCulture)),
            TimeSpan.FromHours(1));
        return BoardStatus.Of(board, now);
    }
}
