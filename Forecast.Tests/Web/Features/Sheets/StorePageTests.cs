using Bunit;
using Forecast.Tests.Support;
using Forecast.Web.Features.Sheets;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Forecast.Tests.Web.Features.Sheets;

public sealed class StorePageTests(EmbeddedServers servers) : PageScreen(servers)
{
    [Fact]
    public async Task Planner_SeesTheItemsOfAStore()
    {
        await PlantAsync();

        var page = Show("region/NORTH/store/N2?days=14");

        page.WaitForAssertion(() => Assert.Equal("Bremen N2 · City", TextOf(page.Find("h1"))));
        Assert.Equal(["Milk I1", "Bread I2"], page.FindAll("[data-key] th").Select(TextOf));
        Assert.Equal("All 2 items", TextOf(page.Find("tr.total th")));
        Assert.Equal("420", TextOf(page.Find("tr.total .su")));
        Assert.NotNull(page.Find("[data-chart]"));
    }

    [Fact]
    public async Task FigureChosen_IsExplainedBelow()
    {
        await PlantAsync();

        var page = Show($"region/NORTH/store/N2?key=I1&day={SampleSheets.Today:yyyy-MM-dd}");

        page.WaitForAssertion(() => Assert.StartsWith(
            "Milk, Sat 21 Nov 18 units expected; eight of ten such days sell 9 to 29, half of them at most 16. Last Sat sold 5.",
            TextOf(page.Find(".detail")), StringComparison.Ordinal));
        Assert.Equal(
            "/region/NORTH/why?stores=N2&item=I1&day=2026-11-21", page.FindAll(".detail a")[0].GetAttribute("href"));
        Assert.Equal("/region/NORTH/store/N2/item/I1", page.FindAll(".detail a")[1].GetAttribute("href"));
    }

    [Fact]
    public async Task Search_GoesIntoTheAddress_AndNothingFoundIsASentence()
    {
        await PlantAsync();
        var page = Show("region/NORTH/store/N2");

        page.WaitForElement(".find").Input("beer");

        page.WaitForAssertion(() => Assert.StartsWith(
            "No item here is called “beer”.", TextOf(page.Find(".empty")), StringComparison.Ordinal));
        Assert.EndsWith("?find=beer", Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal);
    }

    [Fact]
    public void StoreWithoutItems_IsExplained()
    {
        var page = Show("region/NORTH/store/N2");

        page.WaitForAssertion(
            () => Assert.StartsWith("Bremen sells no items yet.", TextOf(page.Find(".empty")), StringComparison.Ordinal));
    }

    [Fact]
    public async Task StoreWithoutForecast_IsExplained()
    {
        await PlantAsync();
        await using (var db = Database.CreateDbContext())
            await db.CurrentForecasts.ExecuteDeleteAsync(Soon);

        var page = Show("region/NORTH/store/N2");

        page.WaitForAssertion(
            () => Assert.StartsWith("There is no forecast of Bremen yet.", TextOf(page.Find(".empty")), StringComparison.Ordinal));
    }

    [Fact]
    public void DatabaseGone_IsSaidAndCanBeTriedAgain()
    {
        var page = Show("region/NORTH/store/N2", Nowhere);

        page.WaitForAssertion(
            () => Assert.Contains("The database does not answer", TextOf(page.Find("[role=alert]")), StringComparison.Ordinal));
        Assert.Equal("Try again", TextOf(page.Find("[role=alert] button")));
    }

    private async Task PlantAsync()
    {
        await using var db = Database.CreateDbContext();
        await SheetSeed.PlantAsync(db);
    }

    private IRenderedComponent<StorePage> Show(string address, string? connection = null)
    {
        Visit(Seed.Petra, address, connection);
        return Render<StorePage>(p => p.Add(b => b.Code, "NORTH").Add(b => b.Store, "N2"));
    }
}
