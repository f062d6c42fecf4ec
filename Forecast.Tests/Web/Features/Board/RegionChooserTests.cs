using Bunit;
using Forecast.Tests.Support;
using Forecast.Web.Features.Board.Parts;
using MudBlazor;

namespace Forecast.Tests.Web.Features.Board;

public class RegionChooserTests : Screen
{
    [Fact]
    public void Clock_IsTheRegionsOwn()
    {
        var chooser = Render<RegionChooser>(p => p.Add(c => c.Board, Boards.Of()).Add(c => c.Now, Boards.Morning));

        Assert.Equal("North Sat 21 Nov, 08:00", TextOf(chooser.Find(".region")));
    }

    [Fact]
    public void OtherRegions_AreLinkedWithTheirTime()
    {
        var west = Boards.Region(2, "WEST", "West");
        west.TimeZone = "America/Los_Angeles";

        var popovers = Render<MudPopoverProvider>();
        var chooser = Render<RegionChooser>(
            p => p.Add(c => c.Board, Boards.Of() with { Regions = [Boards.Region(), west] }).Add(c => c.Now, Boards.Morning));

        chooser.Find("button").Click();

        popovers.WaitForAssertion(
            () => Assert.Equal(["/region/NORTH", "/region/WEST"], popovers.FindAll("a").Select(a => a.GetAttribute("href"))));
        Assert.Equal("West 23:00", TextOf(popovers.FindAll("a")[1]));
        Assert.Equal("page", popovers.FindAll("a")[0].GetAttribute("aria-current"));
    }
}
