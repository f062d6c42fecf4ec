using Bunit;
using Forecast.Tests.Support;
using Forecast.Tests.Web.Features.Worklists;
using Forecast.Web.Features.Briefs;

namespace Forecast.Tests.Web.Features.Briefs;

/// <summary>A region's morning on one page, over a real database.</summary>
public sealed class BriefPageTests(EmbeddedServers servers) : PageScreen(servers)
{
    [Fact]
    public async Task Page_HasStateWeekStoresLinesAndRoutes_AndLeadsToEach()
    {
        await RowsOfTwoRegions.PlantAsync(Database.Source);
        Visit(Seed.Petra, "/region/NORTH/brief");

        var page = Render<BriefPage>(p => p.Add(b => b.Code, "NORTH"));

        page.WaitForElement("h2");
        Assert.Equal("North, Sat 21 Nov 2026", TextOf(page.Find("h1")));
        Assert.Equal(
            ["Sat 21 Nov to Fri 27 Nov", "Stores with the most demand", "Stores that change the most", "To look at",
                "Fullest day of each route"],
            page.FindAll("h2").Select(TextOf));
        var links = page.FindAll("a").Select(a => a.GetAttribute("href")).ToList();
        Assert.Contains("/region/NORTH/store/N1", links);
        Assert.Contains("/region/NORTH/transport?show=trucks&route=R-NORTH", links);
        Assert.Contains("/brief.json?region=NORTH", links);
        Assert.StartsWith("North Demand far above, low Because.", TextOf(page.Find("ol.lines li")), StringComparison.Ordinal);
        Assert.Contains("20 %", TextOf(page.Find("[aria-label='Fullest day of each route'] tbody tr")), StringComparison.Ordinal);
        Assert.DoesNotContain("West", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task MoreThanFitsOnThePage_IsCounted()
    {
        await using (var db = Database.CreateDbContext())
            await WorklistSeed.PlantAsync(db, Seed.North, 14);
        Visit(Seed.Petra, "/region/NORTH/brief");

        var page = Render<BriefPage>(p => p.Add(b => b.Code, "NORTH"));

        page.WaitForElement("ol.lines");
        Assert.Equal(10, page.FindAll("ol.lines li").Count);
        Assert.Contains("4 more lines on the worklist", TextOf(page.Find("ol.lines + p")), StringComparison.Ordinal);
    }

    [Fact]
    public void UnreachableDatabase_IsASentence()
    {
        Visit(Seed.Petra, "/region/NORTH/brief", Nowhere);

        var page = Render<BriefPage>(p => p.Add(b => b.Code, "NORTH"));

        Assert.Contains("The brief could not be read", page.WaitForElement("[role=alert]").TextContent, StringComparison.Ordinal);
    }
}
