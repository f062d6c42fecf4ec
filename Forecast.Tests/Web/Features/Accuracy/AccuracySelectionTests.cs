using Forecast.Domain.Accuracy;
using Forecast.Tests.Support;
using Forecast.Web.Features.Accuracy.Figures;
using Microsoft.AspNetCore.WebUtilities;

namespace Forecast.Tests.Web.Features.Accuracy;

public class AccuracySelectionTests
{
    /// <summary>A Friday.</summary>
    private static readonly DateOnly LastDay = new(2026, 11, 20);

    [Theory]
    [InlineData("")]
    [InlineData("?region=NORTH&period=saturday&by=item&page=3")]
    [InlineData("?region=A%26B&from=2026-11-01&to=2026-11-07&level=store&ahead=7&by=weekday&sort=bias&source=backtests")]
    [InlineData("?level=region&by=day")]
    [InlineData("?level=category&by=ahead&sort=coverage")]
    public void Address_SaysWhatWasChosen(string query) => Assert.Equal(query, Parse(query).Query());

    [Theory]
    [InlineData("?level=7&by=0&ahead=5&sort=x&page=-2&source=else")]
    [InlineData("?level=&ahead=99999999999&page=x")]
    public void WhatIsNotUnderstood_FallsBackToTheDefault(string query) => Assert.Equal("", Parse(query).Query());

    [Theory]
    [InlineData("?level=store&by=item", AccuracyBreakdown.Store)] // Totals of stores say nothing of items.
    [InlineData("?level=category&by=store", AccuracyBreakdown.Category)]
    [InlineData("?level=region&by=store", AccuracyBreakdown.Weekday)]
    [InlineData("?level=item&by=class", AccuracyBreakdown.Class)]
    public void Rows_AreSomethingTheLevelHas(string query, AccuracyBreakdown expected) => Assert.Equal(expected, Parse(query).By);

    [Theory]
    [InlineData("yesterday", "2026-11-20", "2026-11-20")]
    [InlineData("saturday", "2026-11-14", "2026-11-14")]
    [InlineData("week", "2026-11-14", "2026-11-20")]
    [InlineData("month", "2026-10-24", "2026-11-20")]
    [InlineData("nonsense", "2026-11-14", "2026-11-20")]
    public void Period_IsCountedFromTheLastDayThatIsOver(string name, string from, string to)
    {
        var period = AccuracyPeriod.Parse(name, null, null, LastDay);

        Assert.Equal((from, to), (AccuracyPeriod.Text(period.From), AccuracyPeriod.Text(period.To)));
    }

    [Fact]
    public void LastSaturday_OnASaturdayThatIsOver_IsThatDay() =>
        Assert.Equal(new DateOnly(2026, 11, 21), AccuracyPeriod.Parse("saturday", null, null, new(2026, 11, 21)).From);

    [Theory]
    [InlineData("2026-11-01", "2026-11-03", 3)]
    [InlineData("2026-11-03", "2026-11-01", 7)] // Ends before it begins.
    [InlineData("2026-02-30", "2026-11-01", 7)]
    [InlineData("1900-01-01", "2026-11-01", AccuracyPeriod.Most)]
    [InlineData("2026-11-01", null, 7)]
    public void DaysOfTheAddress_AreTaken_WhereTheyAreDays(string from, string? to, int days) =>
        Assert.Equal(days, AccuracyPeriod.Parse("week", from, to, LastDay).Days);

    [Fact]
    public void Rows_AreSortedByLoss_UndefinedLast()
    {
        AccuracyRow[] rows =
        [
            Row("a", sold: 100, missed: 10, over: -5), Row("b", sold: 0, missed: 2, over: 2), Row("c", sold: 10, missed: 5, over: 1),
            new("d", "d", new ErrorSums()),
        ];

        Assert.Equal("a c b d", Order(AccuracySort.Loss));
        Assert.Equal("c a b d", Order(AccuracySort.Wape));
        Assert.Equal("c a b d", Order(AccuracySort.Bias));

        string Order(AccuracySort sort) => string.Join(' ', AccuracyRow.Sorted(rows, sort).Select(r => r.Key));
    }

    [Theory]
    [InlineData(28, 20, 28 * 20, 28 * 400, true)] // Every day 20 too many of 100.
    [InlineData(28, -20, 28 * 20, 28 * 400, true)]
    [InlineData(10, 20, 10 * 20, 10 * 400, false)] // Too few days to tell.
    [InlineData(28, 1, 28 * 1, 28 * 1, false)] // Certain, and too small to matter.
    [InlineData(28, 5, 28 * 30, 28 * 1200, false)] // Small beside its ups and downs.
    public void Lean_IsLasting_WhenItIsMoreThanChanceAndMatters(int days, double each, double absolute, double squared, bool lasting)
    {
        var line = new BiasLine(AccuracyGrain.Store, "S1", "Store 1", days, days, days * 100, days * each, absolute, squared);

        Assert.Equal(lasting, line.IsLasting);
        Assert.Equal(each / 100, line.Bias!.Value, precision: 12);
        Assert.Equal(days * each / (absolute / days), line.TrackingSignal!.Value, precision: 9);
    }

    [Fact]
    public void Lean_OfNothing_IsUndefined()
    {
        var line = new BiasLine(AccuracyGrain.Category, "Food", "Food", 0, 0, 0, 0, 0, 0);

        Assert.Equal((null, null, null, false), (line.Bias, line.TrackingSignal, line.UnitsPerDay, line.IsLasting));
    }

    [Fact]
    public void ReliabilityPicture_PutsEachQuantileWhereItCame()
    {
        var shape = ReliabilityShape.Of(new BandSums { Values = 10, AtMost = (2, 5, 9) })!;

        Assert.Equal("M0 200L20 160L100 100L180 20L200 0", shape.Line);
        Assert.Null(ReliabilityShape.Of(new BandSums()));
    }

    [Fact]
    public void StoreOfManyItems_IsShownPageByPage_AndAddedUpWhole()
    {
        var view = AccuracyView.Of(new AccuracyReading
        {
            Region = Boards.Region(),
            Regions = [Boards.Region()],
            LastDay = LastDay,
            Selection = new AccuracySelection { Page = 999 }.At(AccuracyLevel.Item, AccuracyBreakdown.Item),
            Period = AccuracyPeriod.Parse(null, null, null, LastDay),
            IsBacktest = false,
            Scored = (LastDay, LastDay),
            Rows = [.. Enumerable.Range(1, 5_000).Select(i => Row($"I{i}", sold: 10, missed: 1, over: 0))],
            Bias = [],
        });

        Assert.Equal((100, 100, 50), (view.Pages, view.Page, view.Rows.Count()));
        Assert.Equal((5_000, 0.1), (view.Total.Scored, view.Total.Wape));
    }

    private static AccuracyRow Row(string key, double sold, double missed, double over) =>
        new(key, key, new ErrorSums { Scored = 1, Actual = sold, AbsoluteError = missed, SignedError = over });

    private static AccuracySelection Parse(string query)
    {
        var parsed = QueryHelpers.ParseQuery(query);
        return AccuracySelection.Parse(name => parsed.TryGetValue(name, out var value) ? value.ToString() : null);
    }
}
