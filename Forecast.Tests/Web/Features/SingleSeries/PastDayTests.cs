using Forecast.Domain.Calendar;
using Forecast.Domain.Sales;
using Forecast.Tests.Support;
using Forecast.Web.Features.Sheets.Reading;
using Forecast.Web.Features.SingleSeries.Figures;
using static Forecast.Tests.Support.SampleSheets;

namespace Forecast.Tests.Web.Features.SingleSeries;

public class PastDayTests
{
    /// <summary>Sold 8 a day; the forecast made a week before the last day expected 10, 11, 12 and so on.</summary>
    private static readonly Sheet Milk = OfItem(Expecting(1, 10)) with
    {
        Past = new SeriesPast
        {
            Forecasts = new Dictionary<DateOnly, float[]> { [Boards.Origin.AddDays(-7)] = [10, 11, 12, 13, 14, 15, 16] },
            First = Boards.Origin.AddDays(-34),
            DaysUsed = 35,
            DaysMissing = 0,
            DaysEstimated = 0,
        },
    };

    [Fact]
    public void Days_StandBesideWhatWasForecastSoManyDaysBefore()
    {
        var days = PastDay.Of(Milk).ToDictionary(d => d.Day);

        Assert.Equal(28, days.Count);
        Assert.Equal([10, null, null], days[Boards.Origin.AddDays(-6)].Expected);
        Assert.Equal([null, 12, null], days[Boards.Origin.AddDays(-4)].Expected);
        Assert.Equal([null, null, 16], days[Boards.Origin].Expected);
        Assert.Equal(8, days[Boards.Origin].Sold);
    }

    [Fact]
    public void Scores_AreOneRatioOfTwoSums()
    {
        var scores = PastScore.Of(PastDay.Of(Milk));

        Assert.Equal([1, 3, 7], scores.Select(s => s.Ahead));
        Assert.Equal([0.25, 0.5, 1], scores.Select(s => s.Wape!.Value)); // (10 − 8) ÷ 8, (12 − 8) ÷ 8, (16 − 8) ÷ 8
        Assert.All(scores, s => Assert.Equal((1, s.Wape), (s.Days, s.Bias)));
    }

    [Fact]
    public void NothingKept_HasNoScore()
    {
        var scores = PastScore.Of(PastDay.Of(Milk with { Past = Milk.Past! with { Forecasts = new Dictionary<DateOnly, float[]>() } }));

        Assert.All(scores, s => Assert.Equal((0, null, null), (s.Days, s.Wape, s.Bias)));
    }

    [Fact]
    public void WhatIsKnownOfADay_IsSaid()
    {
        var series = Milk.Series[0] with
        {
            Promotion = With(0, (Boards.Origin, 1)),
            StockedOut = With(0, (Boards.Origin, 1), (Boards.Origin.AddDays(-1), 1)),
            Remarks =
            [
                new SalesRemark { Day = Boards.Origin, Kind = SalesRemarkKind.StockOut, Sold = 8, Suggested = 13, Reason = "" },
                new SalesRemark { Day = Boards.Origin.AddDays(-2), Kind = SalesRemarkKind.Outlier, Sold = 8, Suggested = 2, Reason = "" },
            ],
        };

        var days = PastDay.Of(Milk with { Series = [series], Holidays = [new Holiday(Boards.Origin, "Market day")] });

        Assert.Equal(["Market day", "Promotion", "Ran out: demand estimated at 13"], days[0].Notes);
        Assert.Equal(["Ran out: too little is known to estimate its demand"], days[1].Notes);
        Assert.Equal(["Unusual sales: 2 were to be expected"], days[2].Notes);
    }
}
