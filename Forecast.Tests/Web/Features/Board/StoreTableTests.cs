using Bunit;
using Forecast.Tests.Support;
using Forecast.Web.Features.Board.Figures;
using Forecast.Web.Features.Board.Parts;
using Forecast.Web.Features.Board.Reading;

namespace Forecast.Tests.Web.Features.Board;

public class StoreTableTests : Screen
{
    private static readonly RegionBoard Three = Boards.Of(Boards.Expecting(1, 10), Boards.Expecting(2, 30), Boards.Expecting(3, 60));

    [Fact]
    public void Rows_AreRankedWithDaysSumShareAndChange()
    {
        var cells = Show(Three).FindAll("tbody tr")[0].Children.Select(TextOf).ToList();

        Assert.Equal(["1", "Store 3 S3 · City", "60", "60", "60", "60", "60", "60", "60", "420", "60.0 %", "60 %", "+364", "+650.0 %",
            "115", "", "Why? Only"], cells);
    }

    [Fact]
    public void Total_StandsOnTop()
    {
        var total = Show(Three).Find("tr.total").Children.Select(TextOf).ToList();

        Assert.Equal("All 3 stores below", total[1]);
        Assert.Equal(["100", "700"], [total[2], total[9]]);
    }

    [Fact]
    public void Drivers_AreSaidInWords() =>
        Assert.Equal("1 store makes half of the demand, 2 make 80 % of it.", TextOf(Show(Three).Find(".drivers")));

    [Fact]
    public void FourteenDays_HaveFourteenColumns()
    {
        var table = Show(Three, BoardSelection.Everything with { Days = 14 });

        Assert.Equal(14, table.FindAll("th.day").Count);
    }

    [Fact]
    public void ChangedCells_AreMarked()
    {
        var marked = new HashSet<(int, DateOnly)> { (3, new DateOnly(2026, 11, 22)) };

        var table = Render<StoreTable>(
            p => p.Add(t => t.Board, Three).Add(t => t.View, BoardView.From(Three, BoardSelection.Everything)).Add(t => t.Marked, marked));

        var fresh = Assert.Single(table.FindAll("td.fresh"));
        Assert.Equal(3, fresh.ParentElement!.Children.ToList().IndexOf(fresh)); // Rank, store, Saturday, Sunday.
    }

    [Fact]
    public void StoreName_LeadsToItsItems() =>
        Assert.Equal("/region/NORTH/store/S3", Show(Three).Find("tbody a").GetAttribute("href"));

    [Fact]
    public void Only_ShowsOnlyThatStoreAndThenAllAgain()
    {
        Assert.Equal("/region/NORTH?stores=S3", Show(Three).Find("[data-row-only]").GetAttribute("href"));
        Assert.Equal("/region/NORTH", Show(Three, BoardSelection.Everything with { StoreCodes = ["S3"] }).Find("[data-row-only]")
            .GetAttribute("href"));
    }

    [Fact]
    public void MissingSales_AreSaidBesideTheStore()
    {
        var late = Boards.Of(Boards.Expecting(1, 10, o => o.Sales[^1] = float.NaN));

        Assert.Equal("▲ sales missing", TextOf(Show(late).Find(".lacks")));
    }

    [Fact]
    public void DayBeyondTheForecast_IsADash()
    {
        var old = Boards.Of(Boards.Store(1, Boards.Outlook(1, 10, Boards.Origin.AddDays(-9))));

        Assert.Equal("–", TextOf(Show(old).FindAll("tbody tr")[0].Children[8]));
    }

    [Fact]
    public void ManyStores_ShowTheFirstFiftyAndCountTheRest()
    {
        var board = Boards.Of([.. Enumerable.Range(1, 60).Select(i => Boards.Expecting(i, 10))]);

        var table = Show(board);

        Assert.Equal(50, table.FindAll("tbody tr").Count);
        Assert.StartsWith("The other 10 stores: 700 units.", TextOf(table.Find(".rest")), StringComparison.Ordinal);
        table.Find(".rest button").Click();
        Assert.Equal(60, table.FindAll("tbody tr").Count);
    }

    [Fact]
    public void EveryStore_LeadsToItsReasons()
    {
        var table = Show(Three, BoardSelection.Everything with { Days = 14 });

        Assert.Equal("/region/NORTH/why?stores=S3&days=14", table.Find("[data-row-why]").GetAttribute("href"));
        Assert.Equal("2026-11-21", table.Find("thead th.day").GetAttribute("data-day"));
    }

    [Fact]
    public void OnlyOneCell_IsATabStop() => Assert.Single(Show(Three).FindAll("[tabindex='0']"));

    private IRenderedComponent<StoreTable> Show(RegionBoard board, BoardSelection? selection = null) =>
        Render<StoreTable>(p => p.Add(t => t.Board, board).Add(t => t.View, BoardView.From(board, selection ?? BoardSelection.Everything)));
}
