using Forecast.Domain.Sales;
using Forecast.Tests.Support;
using Forecast.Web.Features.Board.Figures;

namespace Forecast.Tests.Web.Features.Board;

public class BoardViewTests
{
    private static readonly BoardSelection All = BoardSelection.Everything;

    [Fact]
    public void TwoStores_AddUpByDayAndOverTheWeek()
    {
        var view = BoardView.From(Boards.Of(Boards.Expecting(1, 10), Boards.Expecting(2, 30)), All);

        Assert.Equal(new DateOnly(2026, 11, 21), view.Days[0]);
        Assert.Equal(7, view.Days.Count);
        Assert.All(view.TotalPerDay, units => Assert.Equal(40, units));
        Assert.Equal(280, view.TotalUnits);
        Assert.Equal(280, view.Tiles!.Units);
    }

    [Fact]
    public void StoreThatMayHaveEnded_IsApart_UnlessItIsAllThatIsChosen()
    {
        var board = Boards.Of(Boards.Expecting(1, 10), Boards.Expecting(2, 30));
        board = board with
        {
            Sales = board.Sales with
            {
                Loaded = new Dictionary<int, StoreSales>
                {
                    [1] = Boards.Selling(1, Boards.Origin.AddYears(-1), Boards.Origin),
                    [2] = Boards.Selling(2, Boards.Origin.AddYears(-1), Boards.Origin.AddDays(-60)),
                },
            },
        };

        var view = BoardView.From(board, All);
        Assert.Equal((70, "S1"), (view.TotalUnits, Assert.Single(view.Rows).Store.Code));
        Assert.Equal(("S2", 0), (Assert.Single(view.Ended).Code, view.NotForecast.Count));

        var alone = BoardView.From(board, All with { StoreCodes = ["S2"] });
        Assert.Equal((210, 0), (alone.TotalUnits, alone.Ended.Count));
    }

    [Fact]
    public void Demand_RanksTheLargestFirstAndAddsShares()
    {
        var view = BoardView.From(Boards.Of(Boards.Expecting(1, 10), Boards.Expecting(2, 30)), All);

        Assert.Equal(["S2", "S1"], view.Rows.Select(r => r.Store.Code));
        Assert.Equal([0.75, 0.25], view.Rows.Select(r => r.Share!.Value));
        Assert.Equal([0.75, 1.0], view.Rows.Select(r => r.Cumulative!.Value));
    }

    [Fact]
    public void Drivers_AreTheFewestStoresThatMakeHalfAndFourFifths()
    {
        // 50, 30, 10, 10 of 100: the first makes half; with the second it is four fifths.
        var view = BoardView.From(
            Boards.Of(Boards.Expecting(1, 50), Boards.Expecting(2, 30), Boards.Expecting(3, 10), Boards.Expecting(4, 10)), All);

        Assert.Equal((1, 2), view.Drivers);
    }

    [Fact]
    public void Change_RanksByTheSizeOfTheDifferenceWhicheverWay()
    {
        // Sold 8 a day: store 1 gains 2 a day, store 2 loses 6 a day.
        var view = BoardView.From(Boards.Of(Boards.Expecting(1, 10), Boards.Expecting(2, 2)), All with { Rank = BoardRank.Change });

        Assert.Equal(["S2", "S1"], view.Rows.Select(r => r.Store.Code));
        Assert.Equal(-42, view.Rows[0].LastWeek.Change);
        Assert.Equal(14, view.Rows[1].LastWeek.Change);
        Assert.Equal(0.75, view.Rows[0].Cumulative); // 42 of 42 + 14
    }

    [Fact]
    public void Uncertainty_IsHalfTheWidthOfTheWeeksOwnInterval()
    {
        // Four weeks' ratios: 1.0, 0.8, 1.2, 1.1. By hand: deviation 1.2464 and bias 0.0598 in units of √70, ends of the normal
        // distribution blended with the extremes 1 : 5, and Student's widening for three degrees of freedom, 1.4196.
        var view = BoardView.From(Boards.Of(Boards.Expecting(1, 10)), All);

        Assert.Equal(19.125, view.Rows[0].Uncertainty!.Value, 0.01);
        Assert.Equal(51.26, view.Tiles!.Interval!.Value.Lower, 0.01f);
        Assert.Equal(89.51, view.Tiles.Interval.Value.Upper, 0.01f);
    }

    [Fact]
    public void IntervalOfASelection_IsCalibratedOnItsOwnSumsNotOnSumsOfEnds()
    {
        // Store 2 misses by nearly the same amounts the other way round: together they hardly miss.
        var contrary = Boards.Expecting(2, 10, o => o.BacktestActual =
            [.. Boards.Fill(14, 10.1f), .. Boards.Fill(14, 12), .. Boards.Fill(14, 8), .. Boards.Fill(14, 9)]);

        var view = BoardView.From(Boards.Of(Boards.Expecting(1, 10), contrary), All);

        Assert.InRange(view.Tiles!.Interval!.Value.Lower, 138, 140);
        Assert.InRange(view.Tiles.Interval.Value.Upper, 140.5, 142);
    }

    [Fact]
    public void FourteenDays_ShowTheWholeHorizon()
    {
        var view = BoardView.From(Boards.Of(Boards.Expecting(1, 10)), All with { Days = 14 });

        Assert.Equal(14, view.Days.Count);
        Assert.Equal(140, view.TotalUnits);
        Assert.Equal(70, view.Tiles!.Units); // The tiles stay with the week.
    }

    [Fact]
    public void ChosenStores_ActOnEverything()
    {
        var board = Boards.Of(Boards.Expecting(1, 10), Boards.Expecting(2, 30), Boards.Expecting(3, 60));

        var view = BoardView.From(board, All with { StoreCodes = ["S1", "S2"] });

        Assert.False(view.IsWholeRegion);
        Assert.Equal(280, view.Tiles!.Units);
        Assert.Equal(40, view.Path!.Days[^1].Mean);
        Assert.Equal(168, view.Breakdown.Categories[0].Units, precision: 3); // 60 % of 280
        Assert.Equal(2, view.Rows.Count);
    }

    [Fact]
    public void UnknownCodes_AreLeftOutAndNamed()
    {
        var view = BoardView.From(
            Boards.Of(Boards.Expecting(1, 10), Boards.Expecting(2, 10)), All with { StoreCodes = ["S2", "ELSEWHERE"] });

        Assert.Equal(["S2"], view.Stores.Select(s => s.Code));
        Assert.Equal(["ELSEWHERE"], view.UnknownCodes);
    }

    [Fact]
    public void OnlyUnknownCodes_ShowTheRegion()
    {
        var view = BoardView.From(Boards.Of(Boards.Expecting(1, 10)), All with { StoreCodes = ["GONE"] });

        Assert.True(view.IsWholeRegion);
        Assert.Equal(70, view.TotalUnits);
        Assert.Equal(["GONE"], view.UnknownCodes);
    }

    [Fact]
    public void StoreWithoutForecast_IsNamedAndNotCountedAsZero()
    {
        var view = BoardView.From(Boards.Of(Boards.Expecting(1, 10), Boards.Store(2)), All);

        Assert.Single(view.Rows);
        Assert.Equal("S2", Assert.Single(view.NotForecast).Code);
        Assert.Equal(70, view.TotalUnits);
    }

    [Fact]
    public void NoForecastAtAll_HasNothingToShow()
    {
        var view = BoardView.From(Boards.Of(Boards.Store(1)), All);

        Assert.Null(view.Tiles);
        Assert.Null(view.Path);
        Assert.Empty(view.Rows);
    }

    [Fact]
    public void ForecastOfTheDayBefore_StartsTodayAndReachesOneDayLess()
    {
        var late = Boards.Store(1, Boards.Outlook(1, 10, Boards.Origin.AddDays(-1)));

        var view = BoardView.From(Boards.Of(late), All with { Days = 14 });

        Assert.Equal(new DateOnly(2026, 11, 21), view.Days[0]);
        Assert.Equal(10, view.TotalPerDay[12]);
        Assert.Null(view.TotalPerDay[13]);
        Assert.Equal(130, view.TotalUnits);
    }

    [Fact]
    public void ForecastThatEndedLongAgo_ShowsItsOwnDays()
    {
        var old = Boards.Store(1, Boards.Outlook(1, 10, new DateOnly(2016, 5, 22)));

        var view = BoardView.From(Boards.Of(old), All);

        Assert.Equal(new DateOnly(2016, 5, 23), view.Days[0]);
        Assert.Equal(70, view.TotalUnits);
    }

    [Fact]
    public void StoresOfDifferentVersions_AreSummedByDayNotByPosition()
    {
        var ahead = Boards.Expecting(1, 0, o => o.Mean[0] = 100); // 100 on Saturday 21
        var behind = Boards.Store(2, Boards.Outlook(2, 0, Boards.Origin.AddDays(-1)));
        behind.Outlook!.Mean[1] = 11; // also Saturday 21, its second day

        var view = BoardView.From(Boards.Of(ahead, behind), All);

        Assert.Equal(111, view.TotalPerDay[0]);
        Assert.Equal(0, view.TotalPerDay[1]);
    }

    [Fact]
    public void Breakdown_SumsCategoriesAndItemsOverStores()
    {
        var breakdown = BoardView.From(Boards.Of(Boards.Expecting(1, 10), Boards.Expecting(2, 10)), All).Breakdown;

        Assert.Equal(["Dairy", "Bakery"], breakdown.Categories.Select(c => c.Name));
        Assert.Equal(84, breakdown.Categories[0].Units, precision: 3); // 2 × 7 × 6
        Assert.Equal(60, breakdown.Categories[0].LastWeek.Before); // 2 × 30
        Assert.Equal(0.4, breakdown.Categories[0].LastWeek.Ratio!.Value, precision: 6); // 84 against 60
        Assert.Equal("Milk", breakdown.Items[0].Name);
        Assert.Equal(0.6, breakdown.Items[0].Share!.Value, precision: 6);
    }

    [Fact]
    public void Breakdown_ComparesOnlyStoresWhoseLastWeekIsLoaded()
    {
        var late = Boards.Expecting(2, 20, o => o.Sales[^1] = float.NaN);

        var dairy = BoardView.From(Boards.Of(Boards.Expecting(1, 10), late), All).Breakdown.Categories[0];

        Assert.Equal(126, dairy.Units, precision: 3); // 7 × 6 + 7 × 12
        Assert.Equal(30, dairy.LastWeek.Before); // the first store alone
        Assert.Equal(0.4, dairy.LastWeek.Ratio!.Value, precision: 6); // 42 against 30
        Assert.True(dairy.LastWeek.IsPartial);
    }

    [Fact]
    public void Wape_IsPooledOverStoresAndTheFirstSevenSteps()
    {
        // Store 1: 2 of 10 per step; store 2: 8 of 30. (2 + 8) ÷ (10 + 30) = 0.25, whatever the steps after the seventh say.
        var second = Boards.Expecting(2, 10, o =>
        {
            o.AbsoluteResidual = [.. Boards.Fill(7, 8), .. Boards.Fill(7, 1000)];
            o.AbsoluteActual = Boards.Fill(14, 30);
        });

        var tiles = BoardView.From(Boards.Of(Boards.Expecting(1, 10), second), All).Tiles!;

        Assert.Equal(0.25, tiles.Wape!.Value, precision: 9);
        Assert.Equal(0.2, tiles.NaiveWape!.Value, precision: 9); // (4 + 4) ÷ 40
        Assert.Equal(-0.25, tiles.BetterThanNaive!.Value, precision: 9);
    }

    [Fact]
    public void NothingSoldInBacktests_LeavesWapeUndefined()
    {
        var dead = Boards.Expecting(1, 0, o => o.AbsoluteActual = Boards.Fill(14, 0));

        Assert.Null(BoardView.From(Boards.Of(dead), All).Tiles!.Wape);
    }

    [Fact]
    public void Pallets_SayWhatTheyLeaveOut()
    {
        var tiles = BoardView.From(Boards.Of(Boards.Expecting(1, 10, o => o.UnitsWithoutPallets = 35)), All).Tiles!;

        Assert.Equal(0.7, tiles.Pallets!.Value, precision: 5); // 7 × 0.1
        Assert.Equal(0.25, tiles.WithoutPallets!.Value, precision: 5); // 35 of 140
    }

    [Fact]
    public void NoPalletSizeKnown_IsUndefinedNotZero()
    {
        var tiles = BoardView.From(
            Boards.Of(Boards.Expecting(1, 10, o => (o.UnitsWithoutPallets, o.Pallets) = (140, Boards.Fill(14, 0)))), All).Tiles!;

        Assert.Null(tiles.Pallets);
    }

    [Fact]
    public void TiedStores_KeepTheOrderOfTheirNames()
    {
        var view = BoardView.From(Boards.Of(Boards.Expecting(3, 10), Boards.Expecting(1, 10), Boards.Expecting(2, 10)), All);

        Assert.Equal(["S1", "S2", "S3"], view.Rows.Select(r => r.Store.Code));
    }

    [Fact]
    public void ThreeHundredStores_AllCount()
    {
        var board = Boards.Of([.. Enumerable.Range(1, 300).Select(i => Boards.Expecting(i, i))]);

        var view = BoardView.From(board, All);

        Assert.Equal(300, view.Rows.Count);
        Assert.Equal(300 * 301 / 2 * 7, view.TotalUnits, precision: 3);
        Assert.Equal(1, view.Rows[^1].Cumulative!.Value, precision: 9);
    }
}
