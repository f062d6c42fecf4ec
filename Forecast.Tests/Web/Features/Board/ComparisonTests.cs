using Forecast.Tests.Support;
using Forecast.Web.Features.Board.Figures;

namespace Forecast.Tests.Web.Features.Board;

public class ComparisonTests
{
    [Fact]
    public void LastWeek_ComparesTheSameWeekdays()
    {
        var tiles = Tiles(Boards.Expecting(1, 10)); // 70 against 7 × 8

        Assert.Equal(14, tiles.LastWeek.Change);
        Assert.Equal(0.25, tiles.LastWeek.Ratio);
        Assert.False(tiles.LastWeek.IsPartial);
    }

    [Fact]
    public void LastYear_ComparesWith364DaysBefore() => Assert.Equal(1.0, Tiles(Boards.Expecting(1, 10)).LastYear.Ratio); // 70 against 35

    [Fact]
    public void LowerForecast_HasANegativeChange()
    {
        var tiles = Tiles(Boards.Expecting(1, 4));

        Assert.Equal(-28, tiles.LastWeek.Change);
        Assert.Equal(-0.5, tiles.LastWeek.Ratio);
    }

    [Fact]
    public void MissingYesterday_MovesNeitherSide()
    {
        // Friday 20 is not loaded; Friday 13, which sold 22, is of another week, so Friday 27 has nothing to be compared with.
        var late = Boards.Expecting(1, 10, o =>
        {
            o.Sales[^1] = float.NaN;
            o.Sales[^8] = 22;
        });

        var lastWeek = Tiles(late).LastWeek;

        Assert.Equal((48, 60), (lastWeek.Before, lastWeek.Ahead));
        Assert.True(lastWeek.IsPartial);
    }

    [Fact]
    public void StoreWithoutHistory_MovesNeitherSide()
    {
        var young = Boards.Expecting(2, 500, o => o.SalesYearAgo = Boards.Fill(14, float.NaN));

        var lastYear = Tiles(Boards.Expecting(1, 10), young).LastYear;

        Assert.Equal(35, lastYear.Change);
        Assert.True(lastYear.IsPartial);
    }

    [Fact]
    public void NothingKnown_IsUndefined()
    {
        var unknown = Tiles(Boards.Expecting(1, 10, o => o.SalesYearAgo = Boards.Fill(14, float.NaN))).LastYear;

        Assert.Null(unknown.Change);
        Assert.Null(unknown.Ratio);
        Assert.Null(unknown.Known);
    }

    [Fact]
    public void NothingSoldBefore_HasAChangeButNoRatio()
    {
        var closed = Tiles(Boards.Expecting(1, 10, o => o.Sales = Boards.Fill(35, 0))).LastWeek;

        Assert.Equal(70, closed.Change);
        Assert.Null(closed.Ratio);
    }

    private static BoardTiles Tiles(params Forecast.Web.Features.Board.Reading.BoardStore[] stores) =>
        BoardView.From(Boards.Of(stores), BoardSelection.Everything).Tiles!;
}
