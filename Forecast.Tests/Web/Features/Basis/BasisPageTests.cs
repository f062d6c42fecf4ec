using Bunit;
using Forecast.Tests.Support;
using Forecast.Web.Features.Basis;

namespace Forecast.Tests.Web.Features.Basis;

public sealed class BasisPageTests(EmbeddedServers servers) : PageScreen(servers)
{
    [Fact]
    public void Page_SaysPerStoreHowFarItsSalesReach()
    {
        Visit(Seed.Petra, "/region/NORTH/basis");

        var page = Render<BasisPage>(p => p.Add(b => b.Code, "NORTH"));

        var rows = page.WaitForElements("tbody tr").Select(TextOf).ToList();
        Assert.Equal("Aurich N1 Thu 20 Nov 2025 Fri 20 Nov 2026 Complete – – – –", rows[0]);
        Assert.Contains("No file has been loaded for this region.", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void UnreachableDatabase_IsASentence()
    {
        Visit(Seed.Petra, "/region/NORTH/basis", Nowhere);

        var page = Render<BasisPage>(p => p.Add(b => b.Code, "NORTH"));

        Assert.Contains(
            "What the forecast rests on could not be read", page.WaitForElement("[role=alert]").TextContent, StringComparison.Ordinal);
    }
}
