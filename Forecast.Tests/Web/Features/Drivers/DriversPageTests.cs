using Bunit;
using Forecast.Domain.Access;
using Forecast.Tests.Support;
using Forecast.Web.Features.Drivers;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace Forecast.Tests.Web.Features.Drivers;

/// <summary>The whole page over a real database that holds outlooks but no series: what it says when there is nothing to explain.</summary>
public sealed class DriversPageTests(EmbeddedServers servers) : PageScreen(servers)
{
    private string Address => Services.GetRequiredService<NavigationManager>().Uri;

    [Fact]
    public void NothingForecast_IsSaid_WithTheChoiceStillThere()
    {
        var page = Show(Seed.Petra, "?stores=N2");

        page.WaitForAssertion(
            () => Assert.StartsWith(
            "Nothing is forecast for all items in Bremen on these days.", TextOf(page.Find(".empty")), StringComparison.Ordinal));
        Assert.Equal("/region/NORTH?stores=N2", page.Find(".crumb a").GetAttribute("href"));
        Assert.Equal(["All 2 stores", "Aurich", "Bremen"], page.FindAll("select")[0].Children.Select(TextOf));
        Assert.Equal(["All items", "All of Food", "Bread", "Milk"], page.FindAll("select")[1].QuerySelectorAll("option").Select(TextOf));
    }

    [Fact]
    public void ChosenStoreAndItem_AreTheAddress()
    {
        var page = Show(Seed.Petra, "?stores=N2&days=14");
        page.WaitForElement(".empty");

        page.FindAll("select")[1].Change("item:I1");
        page.WaitForAssertion(() => Assert.Contains("item=I1", Address, StringComparison.Ordinal));
        page.FindAll("select")[0].Change("N1");

        page.WaitForAssertion(
            () => Assert.EndsWith(
            "/region/NORTH/why?stores=N1&days=14", Address.Replace("&item=I1", "", StringComparison.Ordinal), StringComparison.Ordinal));
    }

    [Fact]
    public void ItemThatIsNotSold_IsSaid()
    {
        var page = Show(Seed.Petra, "?item=I9");

        page.WaitForAssertion(
            () => Assert.StartsWith("The item I9 is not sold in all 2 stores.", TextOf(page.Find(".empty")), StringComparison.Ordinal));
    }

    [Fact]
    public void StoresOfOthers_AreLeftOutWithASentence()
    {
        var page = Show(Seed.Petra, "?stores=N2,W1");

        page.WaitForAssertion(() => Assert.Equal("Not a store of this region, and left out: W1.", TextOf(page.Find(".notice"))));
    }

    [Fact]
    public void DatabaseGone_IsSaidAndCanBeTriedAgain()
    {
        var page = Show(Seed.Petra, "", Nowhere);

        page.WaitForAssertion(
            () => Assert.Contains("The database does not answer", TextOf(page.Find("[role=alert]")), StringComparison.Ordinal));
        Assert.Equal("Try again", TextOf(page.Find("[role=alert] button")));
    }

    private IRenderedComponent<DriversPage> Show(User user, string query, string? connection = null)
    {
        Visit(user, $"region/NORTH/why{query}", connection);
        return Render<DriversPage>(p => p.Add(b => b.Code, "NORTH"));
    }
}
