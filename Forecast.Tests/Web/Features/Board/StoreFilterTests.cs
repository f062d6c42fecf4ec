using Bunit;
using Forecast.Tests.Support;
using Forecast.Web.Features.Board.Figures;
using Forecast.Web.Features.Board.Parts;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;

namespace Forecast.Tests.Web.Features.Board;

public class StoreFilterTests : Screen
{
    private static readonly Forecast.Web.Features.Board.Reading.RegionBoard Four = Boards.Of(
        Boards.Store(1, Boards.Outlook(1)), Boards.Store(2, Boards.Outlook(2)),
        Boards.Store(3, Boards.Outlook(3), type: "Hypermarket"), Boards.Store(4, Boards.Outlook(4), type: "Hypermarket"));

    private string Address => "/" + Services.GetRequiredService<NavigationManager>()
        .ToBaseRelativePath(Services.GetRequiredService<NavigationManager>().Uri);

    [Fact]
    public void NothingChosen_SaysAll() => Assert.Equal("All 4 stores", TextOf(Show().Find("summary")));

    [Fact]
    public void OneChosen_IsCalledByItsName() => Assert.Equal("Store 2", TextOf(Show("S2").Find("summary")));

    [Fact]
    public void Choice_GoesIntoTheAddressAndKeepsDaysAndRank()
    {
        var filter = Show(new BoardSelection(["S2"], 14, BoardRank.Change));

        filter.FindAll("input[type=checkbox]")[0].Change(true);

        Assert.Equal("/region/NORTH?stores=S1,S2&days=14&rank=change", Address);
    }

    [Fact]
    public void QuickClicks_AllCountBeforeTheFirstHasComeBack()
    {
        var filter = Show();

        for (int i = 0; i < 3; i++)
            filter.FindAll("input[type=checkbox]")[i].Change(true);

        Assert.Equal("/region/NORTH?stores=S1,S2,S3", Address);
    }

    [Fact]
    public void ChoiceComingBackLate_DoesNotUndoALaterOne()
    {
        var filter = Show();
        filter.FindAll("input[type=checkbox]")[0].Change(true);
        filter.FindAll("input[type=checkbox]")[1].Change(true);

        filter.Render(p => p.Add(f => f.View, BoardView.From(Four, BoardSelection.Everything with { StoreCodes = ["S1"] })));
        filter.FindAll("input[type=checkbox]")[2].Change(true);

        Assert.Equal("/region/NORTH?stores=S1,S2,S3", Address);
    }

    [Fact]
    public void LastOneUnticked_ShowsAll()
    {
        Show("S2").FindAll("input[type=checkbox]")[1].Change(false);

        Assert.Equal("/region/NORTH", Address);
    }

    [Fact]
    public void AllTicked_IsTheSameAsNone()
    {
        Show("S1", "S2", "S3").FindAll("input[type=checkbox]")[3].Change(true);

        Assert.Equal("/region/NORTH", Address);
    }

    [Fact]
    public void Type_ChoosesAllItsStores()
    {
        Show().FindAll(".type")[1].Click();

        Assert.Equal("/region/NORTH?stores=S3,S4", Address);
    }

    [Fact]
    public void TypeChosen_IsPressedAndLeavesAgain()
    {
        var filter = Show("S1", "S3", "S4");

        Assert.Equal("true", filter.FindAll(".type")[1].GetAttribute("aria-pressed"));
        filter.FindAll(".type")[1].Click();
        Assert.Equal("/region/NORTH?stores=S1", Address);
    }

    [Fact]
    public void Search_FindsByNameCodeOrType()
    {
        var filter = Show();

        filter.Find("input[type=search]").Input("hyper");

        Assert.Equal(["Store 3", "Store 4"], filter.FindAll(".list label span").Select(TextOf));
    }

    [Fact]
    public void SearchThatFindsNothing_SaysSo()
    {
        var filter = Show();

        filter.Find("input[type=search]").Input("Paris");

        Assert.Equal("No store of North is called “Paris”.", TextOf(filter.Find(".nothing")));
    }

    [Fact]
    public void EnterInTheSearch_TakesTheFirstFound()
    {
        var filter = Show();
        filter.Find("input[type=search]").Input("store 4");

        filter.Find("input[type=search]").KeyDown(new KeyboardEventArgs { Key = "Enter" });

        Assert.Equal("/region/NORTH?stores=S4", Address);
    }

    [Fact]
    public void ChosenStores_CanBeLeftOutOneByOne()
    {
        Show("S1", "S2").FindAll(".chips button")[0].Click();

        Assert.Equal("/region/NORTH?stores=S2", Address);
    }

    private IRenderedComponent<StoreFilter> Show(params string[] codes) => Show(BoardSelection.Everything with { StoreCodes = codes });

    private IRenderedComponent<StoreFilter> Show(BoardSelection selection) =>
        Render<StoreFilter>(p => p.Add(f => f.Board, Four).Add(f => f.View, BoardView.From(Four, selection)));
}
