using Forecast.Domain.Calendar;
using Forecast.Tests.Support;
using Forecast.Web.Features.Board.Figures;
using Forecast.Web.Features.Board.Reading;

namespace Forecast.Tests.Web.Features.Board;

public class DemandPathTests
{
    private static readonly DateOnly Yesterday = Boards.Origin;

    [Fact]
    public void FourWeeksAndTheHorizon_AreOnIt()
    {
        var path = Path(Boards.Expecting(1, 10));

        Assert.Equal(42, path.Days.Count);
        Assert.Equal(Yesterday.AddDays(-27), path.Days[0].Day);
        Assert.Equal(Yesterday.AddDays(14), path.Days[^1].Day);
    }

    [Fact]
    public void PastIsSold_FutureIsExpected()
    {
        var path = Path(Boards.Expecting(1, 10), Boards.Expecting(2, 5));

        Assert.Equal(16, On(path, Yesterday).Sold);
        Assert.Null(On(path, Yesterday).Mean);
        Assert.Null(On(path, Yesterday.AddDays(1)).Sold);
        Assert.Equal(15, On(path, Yesterday.AddDays(1)).Mean);
        Assert.Equal(13.5, On(path, Yesterday.AddDays(1)).Naive!.Value, precision: 5);
    }

    [Fact]
    public void OneStore_ShowsItsOwnCalibratedBand()
    {
        var day = On(Path(Boards.Expecting(1, 10)), Yesterday.AddDays(1));

        Assert.Equal(8, day.Lower!.Value, precision: 5);
        Assert.Equal(12, day.Upper!.Value, precision: 5);
    }

    [Fact]
    public void SalesOfOneStoreMissing_AreNotDrawnAsATotal()
    {
        var late = Boards.Expecting(2, 10, o => o.Sales[^1] = float.NaN);

        var day = On(Path(Boards.Expecting(1, 10), late), Yesterday);

        Assert.Null(day.Sold);
        Assert.Equal(8, day.SoldInPart);
        Assert.Equal(1, day.StoresMissing);
    }

    [Fact]
    public void DaysBeforeAStoreOpened_AreNotMissing()
    {
        var young = Boards.Expecting(2, 10, o => o.Sales.AsSpan(0, 25).Fill(float.NaN));

        var path = Path(Boards.Expecting(1, 10), young);

        Assert.Equal(8, On(path, Yesterday.AddDays(-20)).Sold);
        Assert.Equal(16, On(path, Yesterday).Sold);
    }

    [Fact]
    public void PreviousForecast_IsSummedByDay()
    {
        var store = Boards.Store(1, Boards.Outlook(1, 10), Boards.Outlook(1, 9, Yesterday.AddDays(-1), version: 6));

        var path = Path(store);

        Assert.Equal(9, On(path, Yesterday).Previous); // What the day before had expected of yesterday.
        Assert.Equal(9, On(path, Yesterday.AddDays(13)).Previous);
        Assert.Null(On(path, Yesterday.AddDays(14)).Previous);
    }

    [Fact]
    public void StoreWithoutPrevious_LeavesNoPreviousTotal()
    {
        var with = Boards.Store(1, Boards.Outlook(1, 10), Boards.Outlook(1, 9, version: 6));

        Assert.All(Path(with, Boards.Expecting(2, 10)).Days, day => Assert.Null(day.Previous));
    }

    [Fact]
    public void Holidays_AreNamedOnTheirDay()
    {
        var board = Boards.Of(Boards.Expecting(1, 10)) with { Holidays = [new Holiday(new DateOnly(2026, 11, 27), "Black Friday")] };

        var path = BoardView.From(board, BoardSelection.Everything).Path!;

        Assert.Equal("Black Friday", On(path, new DateOnly(2026, 11, 27)).Holiday);
    }

    private static DemandPath Path(params BoardStore[] stores) => BoardView.From(Boards.Of(stores), BoardSelection.Everything).Path!;

    private static DemandDay On(DemandPath path, DateOnly day) => path.Days.Single(d => d.Day == day);
}
