using Bunit;
using Forecast.Tests.Support;
using Forecast.Web.Features.Sheets;

namespace Forecast.Tests.Web.Features.Sheets;

public sealed class ItemPageTests(EmbeddedServers servers) : PageScreen(servers)
{
    [Fact]
    public async Task Planner_SeesTheStoresThatSellAnItem()
    {
        await using (var db = Database.CreateDbContext())
            await SheetSeed.PlantAsync(db);
        Visit(Seed.Petra, "region/NORTH/item/I1");

        var page = Render<ItemPage>(p => p.Add(b => b.Code, "NORTH").Add(b => b.Item, "I1"));

        page.WaitForAssertion(() => Assert.Equal("Milk I1 · Food", TextOf(page.Find("h1"))));
        Assert.Equal(["Bremen N2", "Aurich N1"], page.FindAll("[data-key] th").Select(TextOf));
        Assert.Equal("168", TextOf(page.Find("tr.total .su"))); // (6 + 18) × 7
        Assert.Equal("/region/NORTH/store/N2/item/I1", page.Find("[data-key] a").GetAttribute("href"));
        Assert.Empty(page.FindAll(".legend .band")); // Nothing was calibrated for these stores together.
    }
}
