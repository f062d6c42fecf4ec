using Bunit;
using Forecast.Domain.Calendar;
using Forecast.Tests.Support;
using Forecast.Web.Features.Sheets.Figures;
using Forecast.Web.Features.Sheets.Parts;
using Forecast.Web.Features.Sheets.Reading;
using static Forecast.Tests.Support.SampleSheets;

namespace Forecast.Tests.Web.Features.Sheets;

public class SheetGridTests : Screen
{
    private static readonly Sheet Two = OfStore(
        Expecting(1, 1200, "Whole milk") with { Before = Ahead(1100) }, Expecting(2, 0.3f, "Saffron"));

    [Fact]
    public void Row_HasDaysSumAndChanges()
    {
        var cells = Show(Two).FindAll("tbody tr")[0].Children.Select(TextOf).ToList();

        Assert.Equal(
            ["Whole milk I1", .. Enumerable.Repeat("1,200", 7), "8,400", "+8,344", ">+999 %", "+700", ""], cells);
    }

    [Fact]
    public void VeryLittle_IsNotShownAsNothing() =>
        Assert.Equal(["<1", "<1"], Show(Two).FindAll("tbody tr")[1].Children.Skip(1).Take(2).Select(TextOf));

    [Fact]
    public void Total_StandsOnTop()
    {
        var total = Show(Two).Find("tr.total").Children.Select(TextOf).ToList();

        Assert.Equal(["All 2 items", "1,200"], total.Take(2));
        Assert.Equal("8,402", total[8]);
    }

    [Fact]
    public void Names_AreEscaped()
    {
        var grid = Show(OfStore(Expecting(1, 10, "<b onclick=\"x()\">Milk & co")));

        Assert.Empty(grid.FindAll("b"));
        Assert.Equal("<b onclick=\"x()\">Milk & co", grid.Find("tbody a").TextContent);
    }

    [Fact]
    public void Row_LeadsToItsSeries() =>
        Assert.Equal("/region/NORTH/store/S1/item/I1", Show(Two).Find("tbody a").GetAttribute("href"));

    [Fact]
    public void Categories_Fold()
    {
        var sheet = OfStore(Expecting(1, 10), Expecting(2, 20, category: "Bakery"));

        var group = Show(sheet).Find("tr.group a");

        Assert.Equal(("true", "/page?fold=Bakery"), (group.GetAttribute("aria-expanded"), group.GetAttribute("href")));
        var folded = Show(sheet, SheetSelection.Default with { Folded = ["Bakery"] });
        Assert.Equal(3, folded.FindAll("tbody tr").Count);
        Assert.Equal("false", folded.Find("tr.group a").GetAttribute("aria-expanded"));
    }

    [Fact]
    public void PromotionAndPrice_AreMarkedAndSaid()
    {
        var sunday = Today.AddDays(1);
        var sheet = OfStore(
            Expecting(1, 10) with { Promotion = With(0, (sunday, 1)), Price = With(2, (sunday, 1.5f)) });

        var row = Show(sheet).Find("tbody tr");

        Assert.Equal("pr ot", row.Children[2].ClassName);
        Assert.Equal("Promotion at 1.50 instead of 2.00, Sun 22 Nov", TextOf(row.Children[^1]));
    }

    [Fact]
    public void HolidaysAndClosedDays_AreNamedInTheHead()
    {
        var sheet = Two with
        {
            Holidays = [new Holiday(Today, "Market day")],
            Closed = new HashSet<DateOnly> { Today.AddDays(1) },
        };

        var heads = Show(sheet).FindAll("thead th");

        Assert.Equal(("Market day", "Closed"), (heads[1].GetAttribute("title"), heads[2].GetAttribute("title")));
        Assert.EndsWith("◆", TextOf(heads[1]), StringComparison.Ordinal);
        Assert.EndsWith("✕", TextOf(heads[2]), StringComparison.Ordinal);
    }

    [Fact]
    public void Keyboard_EntersAtOneCell_AndFindsItsAddresses()
    {
        var grid = Show(Two, SheetSelection.Default with { Days = 14, Key = "I1", Day = Today });

        Assert.Single(grid.FindAll("[tabindex='0']"));
        Assert.Equal("/page?days=14", grid.Find("table").GetAttribute("data-cell"));
        Assert.Equal("I1", grid.Find("tr.chosen").GetAttribute("data-key"));
        Assert.Equal("2026-11-21", grid.FindAll("thead th")[1].GetAttribute("data-day"));
    }

    [Fact]
    public void ItemWithoutCaseSize_SaysThatItIsInUnits()
    {
        var grid = Show(Two, SheetSelection.Default with { Unit = SheetUnit.Cases });

        Assert.All(grid.FindAll("tbody th"), head => Assert.EndsWith("in units", TextOf(head), StringComparison.Ordinal));
    }

    private IRenderedComponent<SheetGrid> Show(Sheet sheet, SheetSelection? selection = null) => Render<SheetGrid>(p => p
        .Add(g => g.View, SheetView.From(sheet, selection ?? SheetSelection.Default))
        .Add(g => g.Path, "/page").Add(g => g.RowPath, key => $"/region/NORTH/store/S1/item/{key}"));
}
