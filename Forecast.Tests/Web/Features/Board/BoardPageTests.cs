using System.Globalization;
using System.Security.Claims;
using Bunit;
using Forecast.Domain.Access;
using Forecast.Domain.Data;
using Forecast.Tests.Support;
using Forecast.Training;
using Forecast.Web.Access;
using Forecast.Web.Features.Board;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Forecast.Tests.Web.Features.Board;

/// <summary>The whole page over a real database; its runs are asked for but not computed here.</summary>
public sealed class BoardPageTests(EmbeddedServers servers) : Screen, IAsyncLifetime
{
    private readonly TestDatabase database = new(servers);
    private BoardSeed seed = null!;

    public async ValueTask InitializeAsync()
    {
        await database.InitializeAsync();
        await using var db = database.CreateDbContext();
        seed = await BoardSeed.PlantAsync(db);
    }

    public new async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await database.DisposeAsync();
    }

    [Fact]
    public void Planner_SeesTheBoardOfTheirRegion()
    {
        var page = Show(seed.Petra);

        page.WaitForAssertion(() => Assert.Equal("North", TextOf(page.Find("h1"))));
        Assert.Equal("280 units", TextOf(page.Find(".figure")));
        Assert.Equal(2, page.FindAll("[data-grid] tbody tr").Count);
        Assert.NotNull(page.Find("[data-refresh]"));
    }

    [Fact]
    public void StoresInTheAddress_FilterEverything()
    {
        var page = Show(seed.Petra, "region/NORTH?stores=N2");

        page.WaitForAssertion(() => Assert.Equal("210 units", TextOf(page.Find(".figure"))));
        Assert.Equal("Bremen", TextOf(page.Find(".filter summary")));
        Assert.StartsWith("1 store", TextOf(page.Find(".estimate")), StringComparison.Ordinal);
    }

    [Fact]
    public void StoresOfOthersInTheAddress_AreLeftOutWithASentence()
    {
        var page = Show(seed.Petra, "region/NORTH?stores=N2,W1");

        page.WaitForAssertion(() => Assert.Equal("1 store in the address does not belong to this region and is left out: W1.", TextOf(page.Find(".notice"))));
    }

    [Fact]
    public void NoRegionGranted_IsExplained()
    {
        var page = Show(seed.Nora);

        page.WaitForAssertion(() => Assert.StartsWith("No region has been granted to you yet.", TextOf(page.Find(".empty")), StringComparison.Ordinal));
    }

    [Fact]
    public async Task RegionWithoutForecast_IsExplained()
    {
        await using (var db = database.CreateDbContext())
            await db.CurrentForecasts.ExecuteDeleteAsync(Xunit.TestContext.Current.CancellationToken);

        var page = Show(seed.Petra);

        page.WaitForAssertion(() => Assert.StartsWith("There is no forecast of this region yet.", TextOf(page.Find(".empty")), StringComparison.Ordinal));
    }

    [Fact]
    public async Task RegionWithoutStores_IsExplained()
    {
        await using (var db = database.CreateDbContext())
        {
            await db.CurrentForecasts.ExecuteDeleteAsync(Xunit.TestContext.Current.CancellationToken);
            await db.Stores.ExecuteDeleteAsync(Xunit.TestContext.Current.CancellationToken);
        }

        var page = Show(seed.Petra);

        page.WaitForAssertion(() => Assert.StartsWith("North has no stores yet.", TextOf(page.Find(".empty")), StringComparison.Ordinal));
        Assert.Empty(page.FindAll("[data-refresh]"));
    }

    [Fact]
    public void DatabaseGone_IsSaidAndCanBeTriedAgain()
    {
        var page = Show(seed.Petra, connection: "Host=127.0.0.1;Port=1;Timeout=2");

        page.WaitForAssertion(() => Assert.Contains("The database does not answer", TextOf(page.Find("[role=alert]")), StringComparison.Ordinal));
        Assert.Equal("Try again", TextOf(page.Find("[role=alert] button")));
    }

    [Fact]
    public void RefreshOfNothing_IsRefusedWithTheReasonAndTheBoardStays()
    {
        var page = Show(seed.Petra);
        page.WaitForElement("[data-refresh]");

        page.Find("[data-refresh]").Click(); // The seed has no sales to forecast from.

        page.WaitForAssertion(() => Assert.StartsWith("The forecast was not refreshed.", TextOf(page.Find(".summary")), StringComparison.Ordinal));
        Assert.Equal("280 units", TextOf(page.Find(".figure")));
    }

    private IRenderedComponent<BoardPage> Show(User user, string address = "", string? connection = null)
    {
        SignIn(user.Name);
        Authorization.SetClaims(new Claim(ClaimTypes.NameIdentifier, user.Id.ToString(CultureInfo.InvariantCulture)));
        var settings = new Dictionary<string, string?>
        {
            ["ConnectionStrings:Forecast"] = connection ?? database.ConnectionString,
            ["Blobs:ConnectionString"] = "UseDevelopmentStorage=true",
        };
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        Services.AddLogging();
        Services.AddForeactDatabase(configuration);
        Services.AddSingleton<TimeProvider>(new StillClock(Boards.Morning));
        Services.AddForeactTraining(configuration);
        Services.AddForeactBoard();
        // Rights are read from the real database even where the board's is gone.
        var directory = new ViewerDirectory(database, new StillClock(Boards.Morning));
        Services.AddScoped(provider => new ViewerSource(directory, provider.GetRequiredService<AuthenticationStateProvider>()));
        SetRendererInfo(new RendererInfo("Server", isInteractive: true));
        Services.GetRequiredService<NavigationManager>().NavigateTo(address);
        return Render<BoardPage>(p => p.Add(b => b.Code, address.StartsWith("region/", StringComparison.Ordinal) ? "NORTH" : null));
    }
}
