using Bunit;
using Forecast.Tests.Support;
using Forecast.Web.Features.Board.Figures;
using Forecast.Web.Features.Board.Parts;
using Forecast.Web.Features.Board.Reading;

namespace Forecast.Tests.Web.Features.Board;

public class TileStripTests : Screen
{
    [Fact]
    public void Tiles_ShowDifferencesBesideWhatTheyAreComparedWith()
    {
        var tiles = Show(Boards.Expecting(1, 1000));

        Assert.Equal("Next 7 days 7,000 units 8 of 10 such weeks: 5,126 to 8,951", tiles[0]);
        Assert.Equal("Against the last 7 days >+999 % +6,944 on 56", tiles[1]);
        Assert.Equal("Pallets, next 7 days 70 all items included", tiles[3]);
        Assert.Equal("Typical miss (WAPE) 20.0 % 50 % less than repeating last week (40.0 %)", tiles[4]);
    }

    [Fact]
    public void LessThanLastWeek_IsSigned() => Assert.Equal("Against the last 7 days −50.0 % −28 on 56", Show(Boards.Expecting(1, 4))[1]);

    [Fact]
    public void UnknownPallets_AreADashAndASentence()
    {
        var tiles = Show(Boards.Expecting(1, 10, o => o.UnitsWithoutPallets = 140));

        Assert.Equal("Pallets, next 7 days – No item's pallet size is known", tiles[3]);
    }

    [Fact]
    public void PalletsThatLeaveUnitsOut_SayHowMany() =>
        Assert.Equal("Pallets, next 7 days 0.7 without 25.0 % of units, pallet size unknown",
            Show(Boards.Expecting(1, 10, o => o.UnitsWithoutPallets = 35))[3]);

    [Fact]
    public void WorseThanTheBaseline_IsAdmitted()
    {
        var tiles = Show(Boards.Expecting(1, 10, o => o.NaiveAbsoluteResidual = Boards.Fill(14, 1.6f)));

        Assert.Equal("Typical miss (WAPE) 20.0 % 25 % more than repeating last week (16.0 %)", tiles[4]);
    }

    [Fact]
    public void PastWeeksThatSoldTheSame_AreNoScore_AndNoRangeOfOneNumber()
    {
        var tiles = Show(Boards.Expecting(1, 10, o =>
        {
            (o.AbsoluteResidual, o.NaiveAbsoluteResidual) = (Boards.Fill(14, 0), Boards.Fill(14, 0));
            (o.BacktestActual, o.BacktestPredicted) = (Boards.Fill(4 * 14, 10), Boards.Fill(4 * 14, 10));
        }));

        Assert.Equal("Next 7 days 70 units Sat 21 Nov to Fri 27 Nov", tiles[0]);
        Assert.Equal("Typical miss (WAPE) – Past weeks sold the same or nothing: there is no score", tiles[4]);
    }

    [Fact]
    public void NothingToCompareWith_IsSaid()
    {
        var tiles = Show(Boards.Expecting(1, 10, o => o.SalesYearAgo = Boards.Fill(14, float.NaN)));

        Assert.Equal("Against the same week last year – No sales of last year are loaded", tiles[2]);
    }

    [Fact]
    public void ComparisonInPart_IsSaid()
    {
        var tiles = Show(Boards.Expecting(1, 10), Boards.Expecting(2, 10, o => o.SalesYearAgo = Boards.Fill(14, float.NaN)));

        Assert.Equal("Against the same week last year +100.0 % +35 on 35 (in part)", tiles[2]);
    }

    private List<string> Show(params BoardStore[] stores)
    {
        var tiles = BoardView.From(Boards.Of(stores), BoardSelection.Everything).Tiles!;
        return [.. Render<TileStrip>(p => p.Add(t => t.Tiles, tiles)).FindAll(".tile").Select(TextOf)];
    }
}
