using Forecast.Domain.Access;
using Forecast.Domain.Catalog;
using Forecast.Tests.Support;
using Forecast.Web.Features.Finder;
using Microsoft.EntityFrameworkCore;

namespace Forecast.Tests.Web.Features.Finder;

public sealed class FinderReaderTests(EmbeddedServers servers) : IAsyncLifetime
{
    private readonly TestDatabase database = new(servers);
    private BoardSeed seed = null!;

    private static CancellationToken Soon => TestContext.Current.CancellationToken;

    private Viewer Petra => seed.Viewer(seed.Petra, seed.North);

    private Viewer Ada => seed.Viewer(seed.Ada, seed.North, seed.West);

    public async ValueTask InitializeAsync()
    {
        await database.InitializeAsync();
        await using var db = database.CreateDbContext();
        seed = await BoardSeed.PlantAsync(db);
        await SheetSeed.PlantAsync(db);
    }

    public ValueTask DisposeAsync() => database.DisposeAsync();

    [Theory]
    [InlineData("brem", "Store", "/region/NORTH/store/N2")]
    [InlineData("n2", "Store", "/region/NORTH/store/N2")]
    [InlineData(" MILK ", "Item", "/region/NORTH/item/I1")]
    [InlineData("food", "Category", "/region/NORTH/why?category=Food")]
    [InlineData("runs", "Page", "/runs")]
    public async Task PartOfANameOrCode_IsFound(string text, string kind, string href) =>
        Assert.Contains(await FindAsync(Petra, text), found => found.Kind == kind && found.Href == href);

    [Fact]
    public async Task StoreOfOthers_IsNotFound()
    {
        Assert.Empty(await FindAsync(Petra, "westport"));
        Assert.Equal("/region/WEST/store/W1", Assert.Single(await FindAsync(Ada, "westport")).Href);
    }

    [Fact]
    public async Task ItemThatOnlyOthersSell_IsNotFound()
    {
        await using (var db = database.CreateDbContext())
        {
            var surfboard = new Item { Code = "I9", Name = "Surfboard", Category = "Beach" };
            db.Add(surfboard);
            await db.SaveChangesAsync(Soon);
            int westport = await db.Stores.Where(s => s.Code == "W1").Select(s => s.Id).SingleAsync(Soon);
            db.Add(new Series { ItemId = surfboard.Id, StoreId = westport });
            await db.SaveChangesAsync(Soon);
        }

        Assert.Empty(await FindAsync(Petra, "surfboard"));
        Assert.Empty(await FindAsync(Petra, "beach"));
        Assert.Equal("/region/WEST/item/I9", Assert.Single(await FindAsync(Ada, "surfboard")).Href);
    }

    [Fact]
    public async Task ItemSoldInSeveralRegions_IsFoundInTheOneLookedAt()
    {
        Assert.Equal("/region/WEST/item/I1", Assert.Single(await FindAsync(Ada, "milk", "WEST")).Href);
        Assert.Equal("/region/NORTH/item/I1", Assert.Single(await FindAsync(Ada, "milk", "NOWHERE")).Href);
    }

    [Theory]
    [InlineData("%")]
    [InlineData("_ilk")]
    [InlineData(@"\")]
    public async Task SignsOfPatterns_AreTakenAsTheyAre(string text) => Assert.Empty(await FindAsync(Petra, text));

    [Fact]
    public async Task NoText_ListsThePages_ThoseOfAdminsForAdminsOnly()
    {
        Assert.DoesNotContain(await FindAsync(Petra, ""), found => found.Href == "/people");
        Assert.Contains(await FindAsync(Ada, null), found => found.Href == "/people");
        Assert.All(await FindAsync(Ada, ""), found => Assert.Equal("Page", found.Kind));
    }

    [Fact]
    public async Task NoRegionGranted_FindsNoStore() => Assert.Empty(await FindAsync(seed.Viewer(seed.Nora), "bremen"));

    private Task<IReadOnlyList<Finding>> FindAsync(Viewer viewer, string? text, string? region = null) =>
        new FinderReader(database.Viewers).FindAsync(viewer, text, region, Soon);
}
