using Forecast.Domain.Worklists;
using Forecast.Training.Worklists;
using static Forecast.Domain.Worklists.WorklistVerdict;

namespace Forecast.Tests.Training.Worklists;

/// <summary>Said: 200 forecast where 100 is usual, by 10 more or less.</summary>
public class VerdictTests
{
    [Theory]
    [InlineData(WorklistKind.DemandAbove, 150, Right)] // Half way.
    [InlineData(WorklistKind.DemandAbove, 149, Wrong)]
    [InlineData(WorklistKind.DemandAbove, 40, Wrong)] // The other way.
    [InlineData(WorklistKind.ForecastChanged, 151, Right)]
    [InlineData(WorklistKind.ForecastChanged, 149, Wrong)]
    [InlineData(WorklistKind.Bias, 250, Right)] // At least half of 100 more than forecast.
    [InlineData(WorklistKind.Bias, 249, Wrong)]
    [InlineData(WorklistKind.ZeroForecast, 25, Right)]
    [InlineData(WorklistKind.ZeroForecast, 24, Wrong)]
    [InlineData(WorklistKind.StockOut, 50, Right)]
    [InlineData(WorklistKind.StockOut, 49, Wrong)]
    [InlineData(WorklistKind.NewSeries, 1, Right)]
    [InlineData(WorklistKind.NewSeries, 0, Wrong)]
    [InlineData(WorklistKind.EndedSeries, 0, Right)]
    [InlineData(WorklistKind.EndedSeries, 1, Wrong)]
    [InlineData(WorklistKind.DataMissing, 1, Right)]
    [InlineData(WorklistKind.WideBand, 211, Right)]
    [InlineData(WorklistKind.WideBand, 210, Wrong)]
    [InlineData(WorklistKind.FellBack, 189, Right)]
    [InlineData(WorklistKind.TransportPeak, 300, Unknown)]
    public void WhatWasSold_Decides(WorklistKind kind, double sold, WorklistVerdict verdict) =>
        Assert.Equal(verdict, Verdicts.Of(kind, (200, 100, 10, 100), sold));

    [Fact]
    public void WhatIsNotLoaded_TellsNothing() =>
        Assert.All(Enum.GetValues<WorklistKind>(), kind => Assert.Equal(Unknown, Verdicts.Of(kind, (200, 100, 10, 100), null)));

    [Fact]
    public void SalesAreThoseOfTheDaysAndSeries_OfWhichMostAreLoaded()
    {
        var picture = Pictured.Region(series: (s, i) => Pictured.Series(s, i, sold: day => s == 3 && day == 83 ? float.NaN : 10));
        var sales = new ClaimedSales(picture);
        DateOnly last = Pictured.Origin, first = last.AddDays(-6);

        Assert.Equal(4 * 70, sales.Sold(null, 1, null, first, last));
        Assert.Equal(70, sales.Sold(null, 1, 2, first, last));
        Assert.Equal(140, sales.Sold([1001, 2001, 99], null, null, first, last));
        Assert.Equal(12 * 70 - 40, sales.Sold(null, null, null, first, last)); // 4 of 84 days are not known.
        Assert.Null(sales.Sold(null, 3, null, last, last));
        Assert.Null(sales.Sold([], null, null, first, last));
        Assert.Null(sales.Sold(null, 1, null, first, last.AddDays(1)));
        Assert.Null(sales.Sold(null, 1, null, last.AddDays(-90), last.AddDays(-84)));
    }
}
