using Bunit;
using Forecast.Domain.Catalog;
using Forecast.Tests.Support;
using Forecast.Web.Features.Runs.Parts;

namespace Forecast.Tests.Web.Features.Runs;

public class RetrainPanelTests : Screen
{
    private readonly List<string> asked = [];

    [Fact]
    public void OneClick_AsksForNothingYet()
    {
        var panel = Show();

        panel.FindAll("button")[1].Click();

        Assert.Empty(asked);
        Assert.StartsWith("All models of West are fitted from scratch; about 40 s.", TextOf(panel.Find("p")), StringComparison.Ordinal);
        Assert.True(panel.Find("button.mud-button-filled").HasAttribute("disabled")); // Not without a reason.
    }

    [Fact]
    public void ReasonAndSecondClick_AskForTheRun()
    {
        var panel = Show();
        panel.FindAll("button")[1].Click();

        panel.Find("input").Input(" new assortment ");
        panel.Find("form").Submit();

        Assert.Equal(["WEST: new assortment"], asked);
        Assert.Equal(2, panel.FindAll("button").Count); // Back to the choice.
    }

    [Fact]
    public void LeavingIt_AsksForNothing()
    {
        var panel = Show();
        panel.FindAll("button")[0].Click();

        panel.FindAll("button").Single(b => TextOf(b) == "Leave it").Click();

        Assert.Empty(asked);
        Assert.Empty(panel.FindAll("form"));
    }

    private IRenderedComponent<RetrainPanel> Show() => Render<RetrainPanel>(p => p
        .Add(t => t.Regions, [
            new Region { Code = "NORTH", Name = "North", TimeZone = "UTC" }, new Region { Code = "WEST", Name = "West", TimeZone = "UTC" }])
        .Add(t => t.Estimate, _ => Task.FromResult<TimeSpan?>(TimeSpan.FromSeconds(40)))
        .Add(t => t.Retrain, (region, reason) =>
        {
            asked.Add($"{region.Code}: {reason}");
            return Task.CompletedTask;
        }));
}
