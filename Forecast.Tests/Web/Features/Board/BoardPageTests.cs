using Bunit;
using Forecast.Domain.Access;
using Forecast.Tests.Support;
using Forecast.Web.Features.Board;
using Microsoft.EntityFrameworkCore;

namespace Forecast.Tests.Web.Features.Board;

/// <summary>The whole page over a real database; its runs are asked for but not computed here.</summary>
public sealed class BoardPageTests(EmbeddedServers servers) : PageScreen(servers)
{
    [Fact]
    public void Planner_SeesTheBoardOfTheirRegion()
    {
        var page = Show(Seed.Petra);

        page.WaitForAssertion(() => Assert.Equal("North", TextOf(page.Find("h1"))));
        Assert.Equal("280 units", TextOf(page.Find(".figure")));
        Assert.Equal(2, page.FindAll("[data-grid] tbody tr").Count);
        Assert.NotNull(page.Find("[data-refresh]"));
    }

    [Fact]
    public void StoresInTheAddress_FilterEverything()
    {
        var page = Show(Seed.Petra, "region/NORTH?stores=N2");

        page.WaitForAssertion(() => Assert.Equal("210 units", TextOf(page.Find(".figure"))));
        Assert.Equal("Bremen", TextOf(page.Find(".filter summary")));
        Assert.StartsWith("1 store", TextOf(page.Find(".estimate")), StringComparison.Ordinal);
    }

    [Fact]
    public void StoresOfOthersInTheAddress_AreLeftOutWithASentence()
    {
        var page = Show(Seed.Petra, "region/NORTH?stores=N2,W1");

        page.WaitForAssertion(
            () => Assert.Equal("1 store in the address does not belong to this region and is left out: W1.", TextOf(page.Find(".notice"))));
    }

    [Fact]
    public void NoRegionGranted_IsExplained()
    {
        var page = Show(Seed.Nora);

        page.WaitForAssertion(
            () => Assert.StartsWith("No region has been granted to you yet.", TextOf(page.Find(".empty")), StringComparison.Ordinal));
    }

    [Fact]
    public async Task RegionWithoutForecast_IsExplained()
    {
        await using (var db = Database.CreateDbContext())
            await db.CurrentForecasts.ExecuteDeleteAsync(Soon);

        var page = Show(Seed.Petra);

        page.WaitForAssertion(
            () => Assert.StartsWith("There is no forecast of this region yet.", TextOf(page.Find(".empty")), StringComparison.Ordinal));
    }

    [Fact]
    public async Task RegionWithoutStores_IsExplained()
    {
        await using (var db = Database.CreateDbContext())
        {
            await db.CurrentForecasts.ExecuteDeleteAsync(Soon);
            await db.Stores.ExecuteDeleteAsync(Soon);
        }

        var page = Show(Seed.Petra);

        page.WaitForAssertion(() => Assert.StartsWith("North has no stores yet.", TextOf(page.Find(".empty")), StringComparison.Ordinal));
        Assert.Empty(page.FindAll("[data-refresh]"));
    }

    [Fact]
    public void DatabaseGone_IsSaidAndCanBeTriedAgain()
    {
        var page = Show(Seed.Petra, connection: Nowhere);

        page.WaitForAssertion(
            () => Assert.Contains("The database does not answer", TextOf(page.Find("[role=alert]")), StringComparison.Ordinal));
        Assert.Equal("Try again", TextOf(page.Find("[role=alert] button")));
    }

    [Fact]
    public void RefreshOfNothing_IsRefusedWithTheReasonAndTheBoardStays()
    {
        var page = Show(Seed.Petra);
        page.WaitForElement("[data-refresh]");

        page.Find("[data-refresh]").Click(); // The seed has no sales to forecast from.

        page.WaitForAssertion(
            () => Assert.StartsWith("The forecast was not refreshed.", TextOf(page.Find(".summary")), StringComparison.Ordinal));
        Assert.Equal("280 units", TextOf(page.Find(".figure")));
    }

    private IRenderedComponent<BoardPage> Show(User user, string address = "", string? connection = null)
    {
        Visit(user, address, connection);
        return Render<BoardPage>(p => p.Add(b => b.Code, address.StartsWith("region/", StringComparison.Ordinal) ? "NORTH" : null));
    }
}
