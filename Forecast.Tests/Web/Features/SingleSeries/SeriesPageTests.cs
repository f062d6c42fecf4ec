using Bunit;
using Forecast.Tests.Support;
using Forecast.Web.Features.SingleSeries;
using Microsoft.EntityFrameworkCore;

namespace Forecast.Tests.Web.Features.SingleSeries;

public sealed class SeriesPageTests(EmbeddedServers servers) : PageScreen(servers)
{
    [Fact]
    public async Task Planner_SeesSalesBesideEarlierForecasts_MethodAndDays()
    {
        await using (var db = Database.CreateDbContext())
            await SheetSeed.PlantAsync(db);

        var page = Show();

        page.WaitForAssertion(() => Assert.Equal("Milk in Bremen", TextOf(page.Find("h1"))));
        Assert.Contains(
            "No earlier forecast of this series is kept yet", TextOf(page.Find("[aria-label='Sold against what was forecast']")),
            StringComparison.Ordinal);
        Assert.Equal("Fri 20 Nov 5 – – –", TextOf(page.Find(".past tbody tr")));
        var method = TextOf(page.Find(".method"));
        Assert.Contains("20 % better than repeating last week", method, StringComparison.Ordinal);
        Assert.Contains("sells often, in similar amounts", method, StringComparison.Ordinal);
        Assert.Contains("Days used 324 Days missing 0 Days estimated 0", method, StringComparison.Ordinal); // 1 January to 20 November.
    }

    [Fact]
    public async Task EarlierForecast_StandsBesideTheDaysItExpected()
    {
        await using (var db = Database.CreateDbContext())
        {
            await SheetSeed.PlantAsync(db);
            // The version of the other region becomes one that this region published a week ago.
            var earlier = await db.ForecastVersions.SingleAsync(v => v.RegionId == Seed.West, Soon);
            (earlier.RegionId, earlier.Origin) = (Seed.North, Boards.Origin.AddDays(-7));
            var milk = await db.SeriesForecasts.AsNoTracking()
                .FirstAsync(f => db.Series.Any(s => s.Id == f.SeriesId && db.Stores.Any(x => x.Id == s.StoreId && x.Code == "N2")
                    && db.Items.Any(i => i.Id == s.ItemId && i.Code == "I1")), Soon);
            (milk.VersionId, milk.Mean) = (earlier.Id, Boards.Fill(Boards.Horizon, 7));
            db.Add(milk);
            await db.SaveChangesAsync(Soon);
        }

        var page = Show();

        page.WaitForAssertion(() => Assert.Equal("Fri 20 Nov 5 – – 7", TextOf(page.Find(".past tbody tr"))));
        Assert.Equal("Typical miss (WAPE) 40.0 % 40.0 % 40.0 %", TextOf(page.Find(".past .score")).Replace('\u202f', ' '));
    }

    [Fact]
    public async Task ReasonsThatCannotBeTold_AreSaidWithoutHarmToTheRest()
    {
        await using (var db = Database.CreateDbContext())
            await SheetSeed.PlantAsync(db);

        var page = Show(); // No fitted state is stored here to explain from.

        page.WaitForAssertion(() => Assert.Contains("The reasons of this forecast cannot be told", page.Markup, StringComparison.Ordinal));
        Assert.NotNull(page.Find("[data-chart]"));
    }

    private IRenderedComponent<SeriesPage> Show()
    {
        Visit(Seed.Petra, "region/NORTH/store/N2/item/I1");
        return Render<SeriesPage>(p => p.Add(b => b.Code, "NORTH").Add(b => b.Store, "N2").Add(b => b.Item, "I1"));
    }
}
