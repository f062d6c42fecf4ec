using Forecast.Domain.Access;
using Forecast.Domain.Loads;
using Forecast.Domain.Runs;
using Forecast.Domain.Sales;
using Forecast.Tests.Support;
using Forecast.Web.Features.Board.Reading;
using Microsoft.EntityFrameworkCore;

namespace Forecast.Tests.Web.Features.Board;

public sealed class BoardReaderTests(EmbeddedServers servers) : IAsyncLifetime
{
    private readonly TestDatabase database = new(servers);
    private readonly OutlookCache cache = new();
    private readonly StillClock clock = new(Boards.Morning);
    private BoardSeed seed = null!;

    private static CancellationToken Soon => TestContext.Current.CancellationToken;

    private BoardReader Reader => new(database.Viewers, cache, new ItemNames(clock), clock);

    private Viewer Petra => seed.Viewer(seed.Petra, seed.North);

    public async ValueTask InitializeAsync()
    {
        await database.InitializeAsync();
        await using var db = database.CreateDbContext();
        seed = await BoardSeed.PlantAsync(db);
    }

    public async ValueTask DisposeAsync()
    {
        cache.Dispose();
        await database.DisposeAsync();
    }

    [Fact]
    public async Task OwnRegion_IsReadWithItsStoresAndForecast()
    {
        var board = (await Reader.ReadAsync(Petra, "NORTH", Soon))!;

        Assert.Equal(["Aurich", "Bremen"], board.Stores.Select(s => s.Name));
        Assert.Equal([10f, 30f], board.Stores.Select(s => s.Outlook!.Mean[0]));
        Assert.Equal(["North"], board.Regions.Select(r => r.Name));
        Assert.Equal(Boards.Origin, Assert.Single(board.Versions).Origin);
        Assert.Equal(["Bread", "Milk"], board.Items.Values.Select(i => i.Name).Order());
    }

    [Fact]
    public async Task IndependentModelThatWasBetterTwice_ComesWithTheVersion()
    {
        await using (var db = database.CreateDbContext())
        {
            var model = await db.ModelVersions.SingleAsync(m => m.RegionId == seed.North, Soon);
            db.Add(Opinions.Given(model.Id, retrainsBehind: 2));
            await db.SaveChangesAsync(Soon);
        }

        Assert.StartsWith(
            "LightGBM, an independent model,", Assert.Single((await Reader.ReadAsync(Petra, "NORTH", Soon))!.Versions).Outdone,
            StringComparison.Ordinal);
        Assert.Equal("", Assert.Single((await Reader.ReadAsync(seed.Viewer(seed.Will, seed.West), "WEST", Soon))!.Versions).Outdone);
    }

    [Fact]
    public async Task NoCode_IsTheFirstRegionGranted() => Assert.Equal("NORTH", (await Reader.ReadAsync(Petra, null, Soon))!.Region.Code);

    [Fact]
    public async Task RegionOfOthers_IsNotThere() => Assert.Null(await Reader.ReadAsync(Petra, "WEST", Soon));

    [Fact]
    public async Task NoRegionGranted_IsNothing() => Assert.Null(await Reader.ReadAsync(seed.Viewer(seed.Nora), null, Soon));

    [Fact]
    public async Task PublicationTimeOfOthers_IsRefused() =>
        await Assert.ThrowsAsync<AccessDeniedException>(() => Reader.LastPublishedAsync(Petra, seed.West, Soon));

    [Fact]
    public async Task ClosedStore_IsLeftOut()
    {
        await using (var db = database.CreateDbContext())
            await db.Stores.Where(s => s.Code == "N1").ExecuteUpdateAsync(s => s.SetProperty(x => x.ClosedOn, Boards.Origin), Soon);

        Assert.Equal(["N2"], (await Reader.ReadAsync(Petra, "NORTH", Soon))!.Stores.Select(s => s.Code));
    }

    [Fact]
    public async Task SalesLoadedAfterwards_AreNoticedForTheirStores()
    {
        await LoadAsync("N2", Boards.Morning.AddHours(-1));

        var newer = (await Reader.ReadAsync(Petra, "NORTH", Soon))!.NewerSales!;

        Assert.Equal(["Bremen"], newer.StoreNames);
        Assert.Equal(Boards.Morning.AddHours(-1), newer.At);
    }

    [Fact]
    public async Task SalesLoadedBefore_AreNotNewer()
    {
        await LoadAsync("N2", Boards.Morning.AddHours(-4));

        Assert.Null((await Reader.ReadAsync(Petra, "NORTH", Soon))!.NewerSales);
    }

    [Fact]
    public async Task SalesOfOtherRegions_AreNobodysBusinessHere()
    {
        await LoadAsync("W1", Boards.Morning.AddHours(-1));

        Assert.Null((await Reader.ReadAsync(Petra, "NORTH", Soon))!.NewerSales);
    }

    [Fact]
    public async Task RunThatFailedSince_IsToldWithItsReason()
    {
        await using (var db = database.CreateDbContext())
        {
            db.Add(new Run
            {
                Kind = RunKind.Refresh,
                RegionId = seed.North,
                ScopeKey = "x",
                RequestedBy = "Petra",
                RequestedAt = Boards.Morning.AddHours(-1),
                FinishedAt = Boards.Morning.AddHours(-1),
                Origin = Boards.Origin,
                Status = RunStatus.Failed,
                Message = "The blob server does not answer.",
            });
            await db.SaveChangesAsync(Soon);
        }

        Assert.Equal("The blob server does not answer.", (await Reader.ReadAsync(Petra, "NORTH", Soon))!.LastFailure!.Message);
    }

    [Fact]
    public async Task Outlooks_AreReadOnceForAllVisitors()
    {
        await Reader.ReadAsync(Petra, "NORTH", Soon);
        await using (var db = database.CreateDbContext())
            await db.StoreOutlooks.ExecuteDeleteAsync(Soon); // They never change; whoever asks again is served from memory.

        var board = (await Reader.ReadAsync(seed.Viewer(seed.Ada, seed.North, seed.West), "NORTH", Soon))!;

        Assert.All(board.Stores, store => Assert.NotNull(store.Outlook));
    }

    [Fact]
    public async Task HandedOverBoard_IsTakenOnceAndOnlyByItsViewer()
    {
        using var handover = new BoardHandover(Reader);
        var board = await handover.ReadAsync(Petra, null, isInteractive: false, Soon);

        Assert.Equal("West", (await handover.ReadAsync(seed.Viewer(seed.Will, seed.West), null, isInteractive: true, Soon))!.Region.Name);
        Assert.Same(board, await handover.ReadAsync(Petra, null, isInteractive: true, Soon));
        Assert.NotSame(board, await handover.ReadAsync(Petra, null, isInteractive: true, Soon));
    }

    [Fact]
    public async Task HandedOverBoard_IsNotTakenAfterTheGrantIsGone()
    {
        using var handover = new BoardHandover(Reader);
        await handover.ReadAsync(Petra, null, isInteractive: false, Soon);

        Assert.Null(await handover.ReadAsync(seed.Viewer(seed.Petra), null, isInteractive: true, Soon));
    }

    private async Task LoadAsync(string storeCode, DateTimeOffset finishedAt)
    {
        await using var db = database.CreateDbContext();
        var load = new Load
        {
            Kind = LoadKind.Sales,
            FileName = "late.csv",
            RequestedBy = "Ada",
            StartedAt = finishedAt,
            FinishedAt = finishedAt,
            Status = LoadStatus.Succeeded
        };
        db.Add(load);
        await db.SaveChangesAsync(Soon);
        int store = await db.Stores.Where(s => s.Code == storeCode).Select(s => s.Id).SingleAsync(Soon);
        db.Add(new SalesChange { LoadId = load.Id, StoreId = store, FirstDay = Boards.Origin, LastDay = Boards.Origin });
        await db.SaveChangesAsync(Soon);
    }
}
