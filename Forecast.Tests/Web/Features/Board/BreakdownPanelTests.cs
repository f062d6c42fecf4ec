using Bunit;
using Forecast.Tests.Support;
using Forecast.Web.Features.Board.Figures;
using Forecast.Web.Features.Board.Parts;

namespace Forecast.Tests.Web.Features.Board;

public class BreakdownPanelTests : Screen
{
    [Fact]
    public void Categories_ComeFirst()
    {
        var panel = Show(BoardView.From(Boards.Of(Boards.Expecting(1, 10)), BoardSelection.Everything).Breakdown);

        Assert.Equal("Dairy 42 60.0 % +40.0 %", string.Join(' ', panel.Find("tbody tr").Children.Select(TextOf)));
    }

    [Fact]
    public void Items_AreOneClickAway()
    {
        var panel = Show(BoardView.From(Boards.Of(Boards.Expecting(1, 10)), BoardSelection.Everything).Breakdown);

        panel.FindAll(".switch button")[1].Click();

        Assert.Equal(["Milk", "Bread"], panel.FindAll("td.name").Select(TextOf));
        Assert.Equal("true", panel.FindAll(".switch button")[1].GetAttribute("aria-pressed"));
    }

    [Fact]
    public void CategoriesAndItems_LeadToTheirReasons_AndWhatHasNoCategoryDoesNot()
    {
        var board = Boards.Of(Boards.Expecting(1, 10, o => o.Categories = ["Dairy", ""]));
        var panel = Render<BreakdownPanel>(p => p
            .Add(b => b.Breakdown, BoardView.From(board, BoardSelection.Everything).Breakdown)
            .Add(b => b.WhyItem, code => $"/item/{code}").Add(b => b.WhyCategory, name => $"/category/{name}"));

        Assert.Equal("/category/Dairy", Assert.Single(panel.FindAll("td.name a")).GetAttribute("href"));
        panel.FindAll(".switch button")[1].Click();
        Assert.Equal(["/item/I1", "/item/I2"], panel.FindAll("td.name a").Select(a => a.GetAttribute("href")));
    }

    [Fact]
    public void ManyRows_ShowTheLargestAndOfferTheRest()
    {
        var panel = Show(
            new Breakdown([.. Enumerable.Range(0, 9).Select(i => new BreakdownRow($"C{i}", "", 9 - i, new Comparison(0, 0, 0, 0), null))],
            []));

        Assert.Equal(6, panel.FindAll("tbody tr").Count);
        panel.Find(".more").Click();
        Assert.Equal(9, panel.FindAll("tbody tr").Count);
    }

    [Fact]
    public void Nothing_IsSaid() =>
        Assert.Equal("Nothing is forecast for these stores.", TextOf(Show(new Breakdown([], [])).Find(".nothing")));

    private IRenderedComponent<BreakdownPanel> Show(Breakdown breakdown) => Render<BreakdownPanel>(p => p.Add(b => b.Breakdown, breakdown));
}
