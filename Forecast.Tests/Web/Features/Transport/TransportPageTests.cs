using Bunit;
using Forecast.Tests.Support;
using Forecast.Web.Features.Transport;

namespace Forecast.Tests.Web.Features.Transport;

/// <summary>A region's transport over a real database.</summary>
public sealed class TransportPageTests(EmbeddedServers servers) : PageScreen(servers)
{
    [Fact]
    public async Task Page_ShowsRoutesAndStoresByDay_AndLeadsToStoresAndBack()
    {
        await RowsOfTwoRegions.PlantAsync(Database.Source);
        Visit(Seed.Petra, "/region/NORTH/transport?show=odds");

        var page = Render<TransportPage>(p => p.Add(t => t.Code, "NORTH"));

        var rows = page.WaitForElements("table.heat tbody tr").Select(TextOf).ToList();
        Assert.StartsWith("North R-NORTH · 15 pallets", rows[0], StringComparison.Ordinal);
        Assert.EndsWith("20\u202f%", rows[0], StringComparison.Ordinal);
        Assert.Contains(page.FindAll("a"), a => a.GetAttribute("href") == "/region/NORTH/store/N1");
        Assert.Contains(page.FindAll("a"), a => a.GetAttribute("href") == "/region/NORTH");
        Assert.Contains("another truck was said to be needed on 2.0\u202f% of them, and was on 3.0\u202f%", TextOf(page.Find(
            "section[aria-label='How far to trust this']")), StringComparison.Ordinal);
        Assert.DoesNotContain("R-WEST", page.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain("Routes and sizes", page.Markup, StringComparison.Ordinal); // For admins.
    }

    [Fact]
    public void NothingWorkedOutYet_SaysWhatToDo()
    {
        Visit(Seed.Petra, "/region/NORTH/transport");

        var page = Render<TransportPage>(p => p.Add(t => t.Code, "NORTH"));

        page.WaitForAssertion(() => Assert.Contains("There is no transport of North to show yet.", page.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public void UnreachableDatabase_IsASentence()
    {
        Visit(Seed.Petra, "/region/NORTH/transport", Nowhere);

        var page = Render<TransportPage>(p => p.Add(t => t.Code, "NORTH"));

        Assert.Contains("The transport could not be read", page.WaitForElement("[role=alert]").TextContent, StringComparison.Ordinal);
    }
}
