using Forecast.Tests.Support;
using Forecast.Web.Features.Board.Figures;
using Forecast.Web.Features.Sheets.Figures;
using Forecast.Web.Features.Sheets.Reading;
using static Forecast.Tests.Support.SampleSheets;

namespace Forecast.Tests.Web.Features.Sheets;

public class SheetViewTests
{
    private static readonly SheetSelection All = SheetSelection.Default;

    [Fact]
    public void Rows_StandByCategory_MostDemandFirst()
    {
        var view = View(All, Expecting(1, 10), Expecting(2, 40), Expecting(3, 30, category: "Bakery"));

        Assert.Equal(["Dairy", "Bakery"], view.Groups.Select(g => g.Name));
        Assert.Equal(["I2", "I1", "I3"], view.Shown.SelectMany(g => g.Rows).Select(r => r.Key));
        Assert.Equal([350, 210], view.Groups.Select(g => g.Sum.Value!.Value));
    }

    [Fact]
    public void Means_AddUpToTheStoresOwn()
    {
        var sheet = OfStore(Expecting(1, 10.4f), Expecting(2, 0.3f), Expecting(3, 7.7f, category: "Bakery"));

        var view = SheetView.From(sheet, All with { Days = 14 });

        var store = BoardView.From(Boards.Of(sheet.Stores[0]), BoardSelection.Everything with { Days = 14 });
        for (int day = 0; day < 14; day++)
            Assert.Equal(store.TotalPerDay[day]!.Value, view.Total.Cells[day].Value!.Value, precision: 4);
        Assert.Equal(store.TotalUnits, view.Total.Sum.Value!.Value, precision: 3);
        Assert.Equal(view.Total.Expected, view.Groups.Sum(g => g.Expected), precision: 9);
    }

    [Fact]
    public void Quantiles_AreNeverAddedUp_TheStoreShowsItsOwn()
    {
        var view = View(All with { Figure = SheetFigure.P90 }, Expecting(1, 10), Expecting(2, 30, category: "Bakery"));

        Assert.Equal(60, view.Groups[0].Rows[0].Cells[0].Value);
        Assert.All(view.Groups, g => Assert.All(g.Cells, cell => Assert.Null(cell.Value)));
        Assert.Equal(48, view.Total.Cells[0].Value!.Value, precision: 4); // The outlook's 40 × 1.2, not 20 + 60.
        Assert.NotNull(view.Total.Sum.Value);
    }

    [Fact]
    public void PartOfAStore_HasNoQuantiles()
    {
        var view = View(All with { Figure = SheetFigure.Range, Find = "Item 1" }, Expecting(1, 10), Expecting(2, 30));

        Assert.Equal(new SheetCell(5, 20), view.Total.Rows[0].Cells[0]);
        Assert.All(view.Total.Cells, cell => Assert.Null(cell.Value));
    }

    [Fact]
    public void Cases_AreCountedWhereTheirSizeIsKnown_OthersStayInUnitsAndInNoSum()
    {
        var view = View(
            All with { Unit = SheetUnit.Cases }, Expecting(1, 60, unitsPerCase: 12), Expecting(2, 500));

        Assert.Equal(["I1", "I2"], view.Total.Rows.Select(r => r.Key)); // Not by 500 before 5.
        Assert.Equal([5, 500], view.Total.Rows.Select(r => r.Cells[0].Value!.Value));
        Assert.Equal(35, view.Total.Sum.Value);
        Assert.Equal("I2", Assert.Single(view.InUnits).Key);
    }

    [Fact]
    public void Pallets_NeedBothSizes()
    {
        var view = View(
            All with { Unit = SheetUnit.Pallets }, Expecting(1, 60, unitsPerCase: 12, casesPerPallet: 10),
            Expecting(2, 60, unitsPerCase: 12));

        Assert.Equal([0.5, 60], view.Total.Rows.Select(r => r.Cells[0].Value!.Value));
    }

    [Fact]
    public void Changes_AreAgainstLastWeekAndTheForecastBefore()
    {
        var view = View(
            All,
            Expecting(1, 10) with { Before = new Track(Boards.Origin, Boards.Fill(4, 7)) }, // It ends after three of the seven days.
            Expecting(2, 10));

        Assert.Equal((14, 9), (view.Total.Rows[0].LastWeek.Change, view.Total.Rows[0].Before.Change));
        Assert.Null(view.Total.Rows[1].Before.Change);
        Assert.Equal((28, 9), (view.Total.LastWeek.Change, view.Total.Before.Change));
    }

    [Fact]
    public void Change_RanksByItsSizeWhicheverWay()
    {
        var view = View(All with { Sort = SheetSort.Change }, Expecting(1, 9), Expecting(2, 1), Expecting(3, 12));

        Assert.Equal(["I2", "I3", "I1"], view.Total.Rows.Select(r => r.Key));
    }

    [Theory]
    [InlineData(SheetFilter.Promoted, "I1 I2")]
    [InlineData(SheetFilter.RanOut, "I3")]
    [InlineData(SheetFilter.Changed, "I4")]
    [InlineData(SheetFilter.Remarked, "I3")]
    public void Filter_KeepsWhatItNames(SheetFilter filter, string expected)
    {
        var sunday = Today.AddDays(1);
        var view = View(
            All with { Filter = filter, Sort = SheetSort.Name },
            Expecting(1, 10) with { Promotion = With(0, (sunday, 1)) },
            Expecting(2, 10) with { Price = With(2, (sunday, 1.5f)) },
            Expecting(3, 10) with { StockedOut = With(0, (Boards.Origin, 1)), Price = With(2) },
            Expecting(4, 10) with { Before = Ahead(9) });

        Assert.Equal(expected, string.Join(' ', view.Total.Rows.Select(r => r.Key)));
    }

    [Fact]
    public void Search_FindsNamesAndCodes_WhateverTheCase()
    {
        SheetSeries[] two = [Expecting(1, 10, "Whole milk"), Expecting(2, 10, "Bread")];

        Assert.Equal("I1", Assert.Single(View(All with { Find = "MILK" }, two).Total.Rows).Key);
        Assert.Equal("I2", Assert.Single(View(All with { Find = "i2" }, two).Total.Rows).Key);
        Assert.Equal(0, View(All with { Find = "beer" }, two).Found);
    }

    [Fact]
    public void FoldedGroup_KeepsItsSumsAndHidesItsRows()
    {
        var view = View(
            All with { Folded = ["Dairy"] }, Expecting(1, 10), Expecting(2, 10, category: "Bakery"));

        var dairy = Assert.Single(view.Shown, g => g.Group.Name == "Dairy");
        Assert.Empty(dairy.Rows);
        Assert.Equal(70, dairy.Group.Sum.Value);
        Assert.Equal(140, view.Total.Sum.Value);
    }

    [Fact]
    public void FiveThousandItems_ArePaged_AndTheirSumsAreThoseOfAll()
    {
        var items = Enumerable.Range(1, 5000).Select(i => Expecting(i, 2, category: $"Category {i % 7}")).ToArray();

        var view = View(All with { Page = 25 }, items);
        var beyond = View(All with { Page = 99 }, items);

        Assert.Equal(25, view.Pages);
        Assert.Equal(SheetView.PageRows, view.Shown.Sum(g => g.Rows.Count));
        Assert.Equal(5000 * 14, view.Total.Sum.Value);
        Assert.Equal(25, beyond.Selection.Page);
    }

    [Fact]
    public void OldForecast_BeginsWhereItBegan()
    {
        var old = Expecting(1, 10) with
        {
            Origin = Boards.Origin.AddDays(-30),
            Mean = new Track(Boards.Origin.AddDays(-29), Boards.Fill(14, 10)),
        };

        Assert.Equal(Boards.Origin.AddDays(-29), View(All, old).Days[0]);
    }

    [Fact]
    public void SeriesWithoutForecast_IsThereWithoutFigures()
    {
        var view = View(All, Expecting(1, 10), new SheetSeries { Id = 2, Store = Boards.Store(1), Item = Expecting(2, 0).Item });

        var row = Assert.Single(view.Total.Rows, r => r.Key == "I2");
        Assert.All(row.Cells, cell => Assert.Null(cell.Value));
        Assert.Equal(1, view.NotForecast);
        Assert.Equal(["Not forecast yet"], SheetWords.Remarks(row));
    }

    [Fact]
    public void StoresOfAnItem_StandByType()
    {
        var view = SheetView.From(
            OfItem(Expecting(1, 10), Expecting(2, 30) with { Store = Boards.Store(2, type: "") }), All);

        Assert.Equal(["No type", "City"], view.Groups.Select(g => g.Name));
        Assert.Equal(["S2", "S1"], view.Shown.SelectMany(g => g.Rows).Select(r => r.Key));
    }

    [Fact]
    public void DayChosen_IsFoundOnItsRow_AndOnlyAmongTheDaysShown()
    {
        var chosen = All with { Key = "I1", Day = Today.AddDays(2) };

        var found = View(chosen, Expecting(1, 10)).Chosen!.Value;
        Assert.Equal(("I1", Today.AddDays(2)), (found.Row.Key, found.Day));
        Assert.Null(View(chosen with { Day = Today.AddDays(9) }, Expecting(1, 10)).Chosen);
        Assert.Null(View(chosen with { Key = "I9" }, Expecting(1, 10)).Chosen);
    }

    private static SheetView View(SheetSelection selection, params SheetSeries[] series) =>
        SheetView.From(OfStore(series), selection);
}
