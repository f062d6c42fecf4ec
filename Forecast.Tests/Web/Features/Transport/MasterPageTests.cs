using Bunit;
using Forecast.Domain.Access;
using Forecast.Tests.Support;
using Forecast.Web.Features.Transport;
using Forecast.Web.Features.Transport.Entering;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Forecast.Tests.Web.Features.Transport;

/// <summary>What admins do with routes and sizes, over a real database.</summary>
public sealed class MasterPageTests(EmbeddedServers servers) : PageScreen(servers)
{
    [Fact]
    public async Task Route_IsAdded_AndWrittenDown_AndTransportIsDue()
    {
        Visit(Seed.Ada, "/transport/master");
        var page = Render<MasterPage>();
        page.WaitForElements("button").First(b => TextOf(b) == "Add a route").Click();

        await page.InvokeAsync(() =>
        {
            var fields = page.FindAll("form.route input");
            fields[0].Change("R1");
            page.FindAll("form.route input")[2].Change("12 t truck");
            page.FindAll("form.route input")[3].Change("15");
        });
        await page.InvokeAsync(() => page.Find("form.route").Submit());

        page.WaitForAssertion(() => Assert.Contains("15 pallets", page.Markup, StringComparison.Ordinal));
        await using var db = Database.CreateDbContext();
        var route = await db.DeliveryRoutes.SingleAsync(Soon);
        Assert.Equal(
            ("R1", "R1", "12 t truck", (double?)15, (double?)null), (route.Code, route.Name, route.Vehicle, route.Pallets, route.Kg));
        Assert.Equal(("Ada Admin", "add route", "route R1"),
            (await db.AuditEntries.ToListAsync(Soon)).Select(a => (a.By, a.Action, a.Subject)).Single());
        Assert.All(await db.RegionTransports.ToListAsync(Soon), t => Assert.True(t.IsDue));
    }

    [Theory]
    [InlineData(0.0, "The pallets that a vehicle carries are a number above zero.")]
    [InlineData(double.NaN, "The pallets that a vehicle carries are a number above zero.")]
    public async Task CapacityOfNought_IsRefused(double pallets, string why)
    {
        var refused = await Assert.ThrowsAsync<WrongMasterException>(() => Changes().SaveRouteAsync(
            Ada, new RouteEntry(null, Seed.North, "R1", "", "", pallets, null, null), Soon));

        Assert.StartsWith(why, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CodeThatIsTaken_AndRouteOfAnotherRegion_AreRefused()
    {
        var changes = Changes();
        await changes.SaveRouteAsync(Ada, new RouteEntry(null, Seed.West, "R1", "", "", 15, null, null), Soon);
        await using var db = Database.CreateDbContext();
        int west = await db.DeliveryRoutes.Select(r => r.Id).SingleAsync(Soon),
            store = await db.Stores.Where(s => s.RegionId == Seed.North).Select(s => s.Id).FirstAsync(Soon);

        Assert.StartsWith("There is a route R1 already.", (await Assert.ThrowsAsync<WrongMasterException>(() => changes.SaveRouteAsync(
            Ada, new RouteEntry(null, Seed.North, "R1", "", "", 15, null, null), Soon))).Message, StringComparison.Ordinal);
        Assert.StartsWith("A store is supplied by a route of its own region.", (await Assert.ThrowsAsync<WrongMasterException>(
            () => changes.AssignAsync(Ada, store, west, Soon))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SizesOfAnItem_AreKept()
    {
        Visit(Seed.Ada, "/transport/master");
        await using var db = Database.CreateDbContext();
        var item = await db.Items.OrderBy(i => i.Id).FirstAsync(Soon);

        await Services.GetRequiredService<MasterChanges>().SetSizesAsync(Ada, item.Id, new ItemSizes(12, 60, 9.6, 0.024), Soon);

        await db.Entry(item).ReloadAsync(Soon);
        Assert.Equal((12.0, 60.0, 9.6, 0.024), (item.UnitsPerCase, item.CasesPerPallet, item.KgPerCase, item.CubicMetresPerCase));
    }

    private Viewer Ada => new(Seed.Ada.Id, Seed.Ada.Name, Role.Admin, new HashSet<int> { Seed.North, Seed.West });

    private MasterChanges Changes()
    {
        Visit(Seed.Ada, "/transport/master");
        return Services.GetRequiredService<MasterChanges>();
    }
}
