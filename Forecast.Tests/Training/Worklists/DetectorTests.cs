using Forecast.Domain.Accuracy;
using Forecast.Domain.Forecasts;
using Forecast.Domain.Worklists;
using Forecast.Training.Engine;
using Forecast.Training.Worklists;
using Forecast.Training.Worklists.Detectors;
using static Forecast.Tests.Training.Worklists.Pictured;

namespace Forecast.Tests.Training.Worklists;

/// <summary>
/// What is told of a region, and in how many lines. A usual week is 70 units; its deviation, all weeks being alike, is the root of 70, 8.4.
/// </summary>
public class DetectorTests
{
    [Fact]
    public void NothingTheMatter_TellsNothing() => Assert.Empty(AllDetectors.Find(Region()));

    [Fact]
    public void RegionWithoutASeries_TellsNothing() => Assert.Empty(AllDetectors.Find(Region(stores: 0)));

    [Fact]
    public void OneSeriesFarAbove_IsOneLine_WithUnitsPalletsAndReason()
    {
        var line = Assert.Single(Found((s, i) => Series(s, i, ahead: (s, i) == (1, 2) ? 30 : 10)));

        Assert.Equal((WorklistKind.DemandAbove, "series 1002", "Item 2, Store 1"), (line.Kind, line.About.Key, line.About.Title));
        Assert.Equal((140, 2.8), (line.Units, line.Pallets!.Value), Near); // 7 × (30 − 10); 50 to a pallet.
        Assert.Equal(140 / Math.Sqrt(70) / 5, line.Strength, precision: 6);
        Assert.StartsWith("210 units are forecast for the next 7 days, 3.0 times the 70 of a usual", line.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void OneSeriesFarBelow_IsNegative()
    {
        var line = Assert.Single(Found((s, i) => Series(s, i, ahead: (s, i) == (1, 2) ? 2 : 10)));

        Assert.Equal((WorklistKind.DemandBelow, -56.0), (line.Kind, line.Units));
    }

    [Fact] // 20 days a unit of 10 too many each: 20 ÷ (3 × √20) = 1.49.
    public void StoreWhoseShownForecastsLean_IsOneLine_AndItsBacktestsAreAskedNoMore()
    {
        var region = Region();
        var leaning = new PicturedStore(
            1, "Store 1", Ahead: 280, Origins: 5, Actual: [.. Enumerable.Repeat(50f, 35)], Predicted: [.. Enumerable.Repeat(10f, 35)],
            Shown: new Lean(20, 200, 20, 20));

        var line = Assert.Single(AllDetectors.Find(
            region with { Stores = region.Stores.ToDictionary(s => s.Key, s => s.Key == 1 ? leaning : s.Value) }));

        Assert.Equal((WorklistKind.Bias, "store 1", "too high"), (line.Kind, line.About.Key, line.Cause));
        Assert.Equal((-7.0, 20 / (3 * Math.Sqrt(20))), (line.Units, line.Strength), Near);
        Assert.StartsWith(
            "Over the last 20 days scored, what was on show a day before was too high by 10 % of what was sold", line.Reason,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(13, 20, 20)] // Too few days.
    [InlineData(20, 20, 50)] // Chance may do it.
    [InlineData(20, 3, 0.5)] // 1.5 % of what was sold.
    public void SlightLean_IsNotLasting(int days, double error, double squared) =>
        Assert.False(new Lean(days, 200, error, squared).IsLasting);

    [Fact]
    public void RouteFullerThanTheWeekAfter_IsOneLine_OfThatDay_WithItsOdds()
    {
        var line = Assert.Single(AllDetectors.Find(
            Region() with { Routes = [Route("R", "Harbour", day => day == 4 ? 3.2 : 2), Route("S", "", _ => 2.9)] }));

        Assert.Equal((WorklistKind.TransportPeak, "route R", "peak 2026-11-25"), (line.Kind, line.About.Key, line.Cause));
        Assert.Equal("Harbour, 25 Nov", line.About.Title);
        Assert.Equal(
            "4 vehicles are needed on Wednesday, 2 on the same day of the week after. That one more is needed is 20 % likely.",
            line.Reason);
        Assert.Equal((12.0, 3.2 / 2 / 1.25), (line.Pallets!.Value, line.Strength), Near);
        Assert.Equal(new DateOnly(2026, 11, 25), line.LastDay);
    }

    [Fact]
    public void RoutesThatAreFullOnTheSameDay_AreOneLine()
    {
        var line = Assert.Single(AllDetectors.Find(Region() with
        {
            Routes = [.. Enumerable.Range(1, 3).Select(i => Route($"R{i}", "", day => day == 4 ? 2 + i : 2))],
        }));

        Assert.Equal(("routes", "peak 2026-11-25", "3 routes, 25 Nov"), (line.About.Key, line.Cause, line.About.Title));
        Assert.Equal("12 vehicles are needed on Wednesday, 6 on the same day of the week after: R3 5, R2 4, R1 3.", line.Reason);
    }

    [Theory]
    [InlineData(4, 11, 3.2)] // As full a week later: that day is always full.
    [InlineData(4, 4, 2.4)] // A vehicle more, but hardly more load.
    [InlineData(11, 11, 3.2)] // Not within the days ahead.
    public void UsualDay_IsNotTold(int day, int again, double load) =>
        Assert.Empty(AllDetectors.Find(Region() with { Routes = [Route("R", "", at => at == day || at == again ? load : 2)] }));

    [Fact] // Of seven days, the fourth by load stands for the usual one.
    public void ForecastOfAWeek_IsComparedWithTheDayInTheMiddle()
    {
        var line = Assert.Single(AllDetectors.Find(Region() with { Routes = [Route("R", "", day => day == 4 ? 3.2 : 2, days: 7)] }));

        Assert.StartsWith("4 vehicles are needed on Wednesday, 2 on a day in the middle", line.Reason, StringComparison.Ordinal);
    }

    [Fact] // 60 alone would be 7 deviations of weeks that are alike, but is less than 2 of weeks that are not.
    public void WhatScattersAnyway_IsNotTold() =>
        Assert.Empty(Found((s, i) => Series(s, i, sold: day => day / 7 % 2 == 0 ? 6 : 14, ahead: (s, i) == (1, 2) ? 18 : 10)));

    [Fact]
    public void PromotionInManyStores_IsOneLine()
    {
        var from = Origin.AddDays(3);

        var line = Assert.Single(Found(
            (s, i) => Series(s, i, ahead: i <= 2 ? 30 : 10, promotion: i <= 2 ? from : null), stores: 40));

        Assert.Equal(("promotion 2026-11-23", "promotion", 80), (line.About.Key, line.Cause, line.About.Members));
        Assert.Equal("Promotion from 23 Nov: 2 items in 40 stores", line.About.Title);
        Assert.Equal(80 * 140.0, line.Units);
    }

    [Fact]
    public void TwoPromotions_AreTwoLines() => Assert.Equal(2, Found((s, i) => Series(
        s, i, ahead: i <= 2 ? 30 : 10, promotion: i switch { 1 => Origin.AddDays(1), 2 => Origin.AddDays(2), _ => null })).Count);

    [Fact]
    public void WeekInWhichEverythingSellsMore_IsOneLineOfTheRegion()
    {
        var line = Assert.Single(Found((s, i) => Series(s, i, ahead: 15), stores: 20));

        Assert.Equal(("region", 80), (line.About.Key, line.About.Members));
    }

    [Fact]
    public void StoreThatDoesMuchMoreThanItsRegion_IsALineOfItsOwn() =>
        Assert.Equal(["region", "store 1"], Found((s, i) => Series(s, i, ahead: s == 1 ? 40 : 15), stores: 20, items: 6)
            .Select(f => f.About.Key).Order());

    [Fact]
    public void ItemInAllStores_IsOneLine() =>
        Assert.Equal("item 2", Assert.Single(Found((s, i) => Series(s, i, ahead: i == 2 ? 30 : 10), items: 40)).About.Key);

    [Fact]
    public void StoreOfFiveThousandItems_OfWhichManyAreOut_IsOneLine()
    {
        var line = Assert.Single(Found((s, i) => Series(s, i, ahead: i <= 500 ? 40 : 10), stores: 1, items: 5000));

        Assert.Equal(("Store 1, 500 items", 500), (line.About.Title, line.About.Members));
    }

    [Fact]
    public void ForecastThatMoved_IsComparedOverTheDaysOfBoth()
    {
        var line = Assert.Single(Found((s, i) => Series(s, i, before: (s, i) == (2, 3) ? 21 : 10)));

        Assert.Equal((WorklistKind.ForecastChanged, -66.0), (line.Kind, line.Units)); // Six days, 10 − 21.
        Assert.Equal(Origin.AddDays(6), line.LastDay);
    }

    [Fact]
    public void NothingForecastOfWhatSells_IsTold()
    {
        var lines = Found((s, i) => Series(s, i, ahead: (s, i) == (1, 2) ? 0 : 10));

        Assert.Contains(lines, l => (l.Kind, l.Units) == (WorklistKind.ZeroForecast, 70.0));
    }

    [Fact]
    public void SilenceAgainstItsRhythm_IsAnEmptyShelf()
    {
        var line = Assert.Single(Found((s, i) => Series(s, i, sold: day => (s, i) == (1, 2) && day >= 81 ? 0 : 10)));

        Assert.Equal((WorklistKind.StockOut, "silence", -30.0), (line.Kind, line.Cause, line.Units)); // Three days at ten a day.
    }

    [Fact]
    public void SilenceOfTheWholeStore_IsNone() => Assert.DoesNotContain(
        Found((s, i) => Series(s, i, sold: day => s == 1 && day >= 81 ? 0 : 10)), l => l.Kind == WorklistKind.StockOut);

    [Fact]
    public void DaysThatAreNotLoaded_AreNoSilence() =>
        Assert.Empty(Found((s, i) => Series(s, i, sold: day => (s, i) == (1, 2) && day >= 81 ? float.NaN : 10)));

    [Fact]
    public void ShelfMarkedAsEmpty_IsToldOnce()
    {
        var picture = Region(series: (s, i) => Series(s, i, sold: day => (s, i) == (1, 2) && day >= 81 ? 0 : 10)) with
        {
            MarkedShelves = new Dictionary<int, double> { [1002] = 30, [1003] = 5 }, // 5 is less than a week's noise.
        };

        var line = Assert.Single(AllDetectors.Find(picture));

        Assert.Equal(("marked", "series 1002", -30.0), (line.Cause, line.About.Key, line.Units));
    }

    [Fact]
    public void NewItemInManyStores_IsOneLine_AndANewStoreAnother()
    {
        var lines = Found(
            (s, i) => Series(
                s, i, sold: day => (i == 1 || s == 9) && day < 78 ? float.NaN : 10,
                demand: i == 1 || s == 9 ? DemandClass.New : DemandClass.Smooth),
            stores: 9, items: 8);

        Assert.Equal(["item 1", "store 9"], lines.Select(l => l.About.Key).Order());
        Assert.All(lines, l => Assert.Equal(WorklistKind.NewSeries, l.Kind));
    }

    [Fact]
    public void EndedItem_IsTold_WhileItsWeeksAreRemembered()
    {
        var line = Assert.Single(Found((s, i) => (s, i) == (1, 2)
            ? Series(s, i, sold: day => day < 50 ? 10 : 0, ahead: 0, method: Reasons.Ended, demand: DemandClass.Ended)
            : Series(s, i)));

        Assert.Equal(WorklistKind.EndedSeries, line.Kind);
    }

    [Fact]
    public void BandFarWiderThanWeeksScatter_IsTold()
    {
        var line = Assert.Single(Found((s, i) => Series(s, i, half: (s, i) == (1, 2) ? 20 : 2, ahead: 10)));

        Assert.Equal((WorklistKind.WideBand, "series 1002"), (line.Kind, line.About.Key));
    }

    [Fact]
    public void MethodThatGaveWayToRepeatingLastWeek_IsTold() =>
        Assert.Equal(WorklistKind.FellBack, Assert.Single(Found(
            (s, i) => Series(s, i, method: (s, i) == (1, 2) ? "seasonal-naive" : "theta", methodBefore: "theta"))).Kind);

    [Fact]
    public void RejectedRowsAndFailedFits_AreLinesOfTheRegion()
    {
        var picture = Region() with
        {
            RejectedLoads = [new PicturedLoad(7, "sales.csv", 12, 1000)],
            FailedFits = [new PicturedRun(9, "The new models do worse.")],
        };

        Assert.Equal(["load 7", "run 9"], AllDetectors.Find(picture).Select(l => l.About.Key).Order());
    }

    [Theory]
    [InlineData(5, 1)] // Too low by 35 of 105 sold, every time.
    [InlineData(0, 0)]
    public void MissesInOneDirection_AreABias(float more, int lines)
    {
        float[] actual = [.. Enumerable.Repeat(10 + more, 8 * 7)], predicted = [.. Enumerable.Repeat(10f, 8 * 7)];
        var picture = Region();
        picture = picture with
        {
            Stores = picture.Stores.ToDictionary(
                s => s.Key, s => s.Key == 1 ? new PicturedStore(1, "Store 1", 70, 8, actual, predicted) : s.Value),
        };

        var found = AllDetectors.Find(picture);

        Assert.Equal(lines, found.Count);
        Assert.All(found, f => Assert.Equal((WorklistKind.Bias, 35.0, "too low"), (f.Kind, f.Units, f.Cause)));
    }

    [Fact]
    public void KeysAreUnique_WhateverIsFound()
    {
        var chance = new Random(7);
        for (int round = 0; round < 50; round++)
        {
            var lines = Found(
                (s, i) => Series(
                    s, i, sold: _ => chance.Next(4) == 0 ? float.NaN : chance.Next(30), ahead: chance.Next(100), before: chance.Next(100),
                    promotion: chance.Next(5) == 0 ? Origin.AddDays(chance.Next(7)) : null, half: chance.Next(80),
                    method: chance.Next(3) switch { 0 => "seasonal-naive", 1 => Reasons.Ended, _ => "theta" }, methodBefore: "theta",
                    demand: (DemandClass)chance.Next(7)),
                stores: 8, items: 12);

            Assert.Equal(lines.Count, lines.DistinctBy(l => (l.Kind, l.About.Key, l.Cause)).Count());
            Assert.All(lines, l => Assert.True(l.Strength >= 1 && double.IsFinite(l.Rank), $"{l.Kind} {l.About.Key}: {l.Strength}"));
        }
    }

    private static readonly IEqualityComparer<(double, double)> Near = EqualityComparer<(double, double)>.Create(
        (a, b) => Math.Abs(a.Item1 - b.Item1) < 1e-6 && Math.Abs(a.Item2 - b.Item2) < 1e-6, _ => 0);

    private static IReadOnlyList<Finding> Found(Func<int, int, PicturedSeries> series, int stores = 3, int items = 4) =>
        AllDetectors.Find(Region(stores, items, series));

    private static PicturedRoute Route(string code, string name, Func<int, double> load, int days = 14) => new(
        code, name, [1, 2],
        [.. Enumerable.Range(0, days).Select(day => new PicturedRouteDay(
            Origin.AddDays(day + 1), 10 * load(day), load(day), (int)Math.Ceiling(load(day)), 0.2))]);
}
