using Forecast.Domain.Access;
using Forecast.Domain.Sales;
using Forecast.Tests.Support;
using Forecast.Web.Features.Board.Reading;
using Forecast.Web.Features.Sheets.Figures;
using Forecast.Web.Features.Sheets.Reading;
using Microsoft.EntityFrameworkCore;

namespace Forecast.Tests.Web.Features.Sheets;

/// <summary>Sheets out of a real database: milk and bread in Aurich (10 a day) and Bremen (30 a day), Westport in another region.</summary>
public sealed class SheetReaderTests(EmbeddedServers servers) : IAsyncLifetime
{
    private readonly TestDatabase database = new(servers);
    private readonly OutlookCache cache = new();
    private BoardSeed seed = null!;

    private static CancellationToken Soon => TestContext.Current.CancellationToken;

    private SheetReader Reader => new(database.Viewers, cache, new StillClock(Boards.Morning));

    private Viewer Petra => seed.Viewer(seed.Petra, seed.North);

    public async ValueTask InitializeAsync()
    {
        await database.InitializeAsync();
        await using var db = database.CreateDbContext();
        seed = await BoardSeed.PlantAsync(db);
        await SheetSeed.PlantAsync(db);
    }

    public async ValueTask DisposeAsync()
    {
        cache.Dispose();
        await database.DisposeAsync();
    }

    [Fact]
    public async Task Store_IsReadWithItsItemsForecastsAndSales()
    {
        var sheet = (await Reader.OfStoreAsync(Petra, "NORTH", "N2", Soon))!;

        Assert.Equal(["Milk", "Bread"], sheet.Series.Select(s => s.Item.Name));
        Assert.Equal([18, 12], sheet.Series.Select(s => s.Mean.On(SampleSheets.Today)).Select(v => Math.Round(v, 3)));
        Assert.Equal([5, 3], sheet.Series.Select(s => s.Sold.On(Boards.Origin)));
        Assert.Equal([5, 3], sheet.Series.Select(s => s.Sold.On(Boards.Origin.AddDays(-34))));
        Assert.True(double.IsNaN(sheet.Series[0].Sold.On(SampleSheets.Today)));
        Assert.True(double.IsNaN(sheet.Series[0].Before.On(SampleSheets.Today)));
        Assert.Equal(30, sheet.Store!.Outlook!.Mean[0]);
        Assert.Equal(("theta", Boards.Origin), (sheet.Series[0].Method, sheet.Origin));
    }

    [Fact]
    public async Task Sums_AreThoseOfTheBoard()
    {
        var clock = new StillClock(Boards.Morning);
        var board = (await new BoardReader(database.Viewers, cache, new ItemNames(clock), clock)
            .ReadAsync(Petra, "NORTH", Soon))!;

        foreach (var store in board.Stores)
        {
            var view = SheetView.From((await Reader.OfStoreAsync(Petra, "NORTH", store.Code, Soon))!, SheetSelection.Default);
            Assert.Equal(store.Outlook!.Mean.Take(7).Sum(), view.Total.Sum.Value!.Value, precision: 3);
            Assert.Equal(8 * 7, view.Total.LastWeek.Known!.Value, precision: 3);
        }
    }

    [Fact]
    public async Task ForecastBefore_IsRead()
    {
        await using (var db = database.CreateDbContext())
        {
            // The version of another region, made one of this, stands in for an earlier one.
            long other = await db.CurrentForecasts.Where(c => c.RegionId == seed.West).Select(c => c.VersionId).SingleAsync(Soon);
            await db.ForecastVersions.Where(v => v.Id == other).ExecuteUpdateAsync(v => v.SetProperty(x => x.RegionId, seed.North), Soon);
            await db.CurrentForecasts.Where(c => c.RegionId == seed.North)
                .ExecuteUpdateAsync(c => c.SetProperty(x => x.PreviousVersionId, other), Soon);
            var milk = await db.SeriesForecasts.AsNoTracking()
                .FirstAsync(f => db.Series.Any(s => s.Id == f.SeriesId && db.Stores.Any(x => x.Id == s.StoreId && x.Code == "N2")), Soon);
            milk.VersionId = other;
            milk.Mean = Boards.Fill(Boards.Horizon, 17);
            db.Add(milk);
            await db.SaveChangesAsync(Soon);
        }

        var sheet = (await Reader.OfStoreAsync(Petra, "NORTH", "N2", Soon))!;

        Assert.Equal(17, Assert.Single(sheet.Series, s => !double.IsNaN(s.Before.On(SampleSheets.Today))).Before.On(SampleSheets.Today));
    }

    [Fact]
    public async Task DaysOfTwoYears_StandWhereTheyBelong()
    {
        var (from, to) = (new DateOnly(2025, 12, 30), new DateOnly(2026, 1, 2));
        int series;
        await using (var db = database.CreateDbContext())
        {
            series = await db.Series.Select(s => s.Id).MinAsync(Soon);
            var before = new SeriesYear { SeriesId = series, Year = 2025, Quantity = Boards.Fill(365, 1), Price = Boards.Fill(365, 2) };
            before.Quantity[^1] = 9;
            db.Add(before);
            await db.SaveChangesAsync(Soon);
        }

        await using var context = database.CreateDbContext();
        var history = (await HistoryReader.ReadAsync(context, [series], from, to, Soon))[series];

        Assert.Equal([1, 9, 5, 5], history.Sold.Values);
        Assert.Equal([2, 2, float.NaN, float.NaN], history.Price.Values);
        Assert.Empty(history.Promotion.Values);
    }

    [Fact]
    public async Task ClosedDaysAndRemarks_ComeAlong()
    {
        await using (var db = database.CreateDbContext())
        {
            var store = await db.Stores.SingleAsync(s => s.Code == "N1", Soon);
            var open = Boards.Fill(365, 1);
            open[SampleSheets.Today.DayOfYear - 1] = 0;
            db.Add(new StoreYear { StoreId = store.Id, Year = 2026, Open = open });
            var series = await db.Series.FirstAsync(s => s.StoreId == store.Id, Soon);
            db.Add(new SalesRemark
            {
                SeriesId = series.Id,
                Day = Boards.Origin,
                Kind = SalesRemarkKind.StockOut,
                Sold = 2,
                Suggested = 5,
                Reason = "Ran out.",
                RunId = await db.Runs.Select(r => r.Id).MinAsync(Soon),
            });
            await db.SaveChangesAsync(Soon);
        }

        var sheet = (await Reader.OfStoreAsync(Petra, "NORTH", "N1", Soon))!;

        Assert.Equal([SampleSheets.Today], sheet.Closed);
        Assert.Equal("Ran out.", Assert.Single(sheet.Series.SelectMany(s => s.Remarks)).Reason);
    }

    [Fact]
    public async Task Item_IsReadInTheStoresOfTheRegionOnly()
    {
        var sheet = (await Reader.OfItemAsync(Petra, "NORTH", "I1", Soon))!;

        Assert.Equal(["Aurich", "Bremen"], sheet.Series.Select(s => s.Store.Name));
        Assert.Equal("Milk", sheet.Item!.Name);
        Assert.Null(sheet.Store);
    }

    [Fact]
    public async Task Series_IsReadAlone()
    {
        var sheet = (await Reader.OfSeriesAsync(Petra, "NORTH", "N2", "I2", Soon))!;

        Assert.Equal(("Bremen", "Bread"), (Assert.Single(sheet.Series).Store.Name, sheet.Item!.Name));
    }

    [Theory]
    [InlineData("WEST", "W1")] // Of another region.
    [InlineData("NORTH", "W1")] // Under the name of one's own.
    [InlineData("NORTH", "N9")]
    [InlineData("NOWHERE", "N1")]
    public async Task StoreOfOthers_LooksLikeNone(string region, string store)
    {
        Assert.Null(await Reader.OfStoreAsync(Petra, region, store, Soon));
        Assert.Null(await Reader.OfSeriesAsync(Petra, region, store, "I1", Soon));
    }

    [Fact]
    public async Task ItemOfOthers_LooksLikeNone()
    {
        await using (var db = database.CreateDbContext())
        {
            int[] north = await db.Stores.Where(s => s.RegionId == seed.North).Select(s => s.Id).ToArrayAsync(Soon);
            int milk = await db.Items.Where(i => i.Code == "I1").Select(i => i.Id).SingleAsync(Soon);
            int[] series = await db.Series.Where(s => north.Contains(s.StoreId) && s.ItemId == milk).Select(s => s.Id).ToArrayAsync(Soon);
            await db.SeriesYears.Where(y => series.Contains(y.SeriesId)).ExecuteDeleteAsync(Soon);
            await db.Series.Where(s => series.Contains(s.Id)).ExecuteDeleteAsync(Soon);
        }

        Assert.Null(await Reader.OfItemAsync(Petra, "NORTH", "I1", Soon));
        Assert.Null(await Reader.OfItemAsync(Petra, "WEST", "I1", Soon));
    }
}
