using Forecast.Domain.Forecasts;
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
        Assert.Contains("Fri 20 Nov are missing from Store 2", Assert.Single(status.Reasons), StringComparison.Ordinal);
    }

    [Fact]
    public void SalesThatStoppedLongAgo_AreOutOfDate_WithTheYear()
    {
        var stopped = Boards.Expecting(1, 10, o => (o.Sales, o.LastLoadedDay) =
            (Boards.Fill(StoreOutlook.SalesDays, float.NaN), new DateOnly(2025, 10, 21)));
        var status = At(Boards.Of(stopped), "08:00");

        Assert.Equal((Signal.Bad, "Out of date"), (status.Signal, status.Word));
        Assert.Equal("No sales since Tue 21 Oct 2025 are loaded: the forecast is 395 days short of them.", status.Sentence);
    }

    /// <summary>A region that rests on two days of each week.</summary>
    [Theory]
    [InlineData(2, "Ready, with gaps")]
    [InlineData(3, "Out of date")]
    public void PauseLongerThanUsual_IsOutOfDate(int daysMissing, string word)
    {
        var store = Boards.Expecting(1, 10, o =>
        {
            for (int back = 0; back < o.Sales.Length; back++)
            {
                if (back < daysMissing || back % 7 is 3 or 4)
                    o.Sales[^(back + 1)] = float.NaN;
            }

            o.LastLoadedDay = o.Origin.AddDays(-o.Sales.AsEnumerable().Reverse().TakeWhile(float.IsNaN).Count());
        });

        Assert.Equal(word, At(Boards.Of(store), "08:00").Word);
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

        Assert.Equal((Signal.Bad, "Out of date"), (status.Signal, status.Word));
        Assert.Contains("Tue 17 Nov 2026, 3 days short", status.Sentence, StringComparison.Ordinal);
        Assert.Contains("No sales after Tue 17 Nov 2026 are loaded.", status.Reasons);
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

    /// <summary>Saturday 21 November on the clock of Berlin, an hour ahead of UTC.</summary>
    private static BoardStatus At(RegionBoard board, string clock)
    {
        var now = new DateTimeOffset(
            new DateOnly(2026, 11, 21).ToDateTime(TimeOnly.Parse(clock, System.Globalization.CultureInfo.InvariantCulture)),
            TimeSpan.FromHours(1));
        return BoardStatus.Of(board, now);
    }
}
