using System.Globalization;
using Forecast.Domain.Access;
using Forecast.Domain.Catalog;
using Forecast.Domain.Data;
using Forecast.Tests.Domain.Imports;
using Forecast.Tests.Support;
using Forecast.Web.Access;
using Forecast.Web.Features.Ended;
using Microsoft.EntityFrameworkCore;

namespace Forecast.Tests.Web.Features.Ended;

/// <summary>OLD sold from 1 November to 31 March, NEW from 1 April to yesterday, 9 June 2026; both the item A, OLD also B.</summary>
public sealed class StoreEndingsTests(EmbeddedServers servers) : ImportTestBase(servers)
{
    private static readonly Viewer Petra = new(1, "Petra", Role.Planner, new HashSet<int> { 1 });

    private StoreEndings Endings => new(Viewers, new AuditTrail(Contexts, Time), Time);

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await LoadAsync("date,store,item,quantity,price\n" + Days("OLD", "A", "2025-11-01", "2026-03-31", 5)
            + Days("OLD", "B", "2025-11-01", "2026-03-31", 2) + Days("NEW", "A", "2026-04-01", "2026-06-09", 7));
    }

    [Fact]
    public async Task SilentStore_MayHaveEnded_UntilItIsSaidToHaveClosed()
    {
        Assert.Equal("OLD", Assert.Single((await FreshAsync()).Ended).Code);

        await Endings.CloseAsync(Petra, await IdAsync("OLD"), Stop);

        Assert.True((await FreshAsync()).IsComplete);
        await using var db = NewContext();
        Assert.Equal(new DateOnly(2026, 3, 31), (await db.Stores.SingleAsync(s => s.Code == "OLD", Stop)).ClosedOn);
        Assert.Equal("store ending, Closed", (await db.AuditEntries.SingleAsync(a => a.Subject == "store OLD", Stop)).Action);
    }

    [Fact]
    public async Task StoreThatComesBack_IsClosedUntilThen_AndOpenAfter()
    {
        var before = await HistoryAsync();
        await Endings.ComesBackAsync(Petra, await IdAsync("OLD"), new DateOnly(2026, 7, 1), Stop);

        Assert.True((await FreshAsync()).IsComplete);
        await using (var db = NewContext())
        {
            var open = (await db.StoreYears.SingleAsync(Stop)).Open;
            Assert.Equal((91, 0f, float.NaN), // From 1 April to 30 June.
                (open.Count(day => day == 0), open[new DateOnly(2026, 6, 30).DayOfYear - 1], open[new DateOnly(2026, 7, 1).DayOfYear - 1]));
            Assert.Equal("OLD comes back on 2026-07-01", (await db.Loads.OrderBy(l => l.Id).LastAsync(Stop)).FileName);
        }

        await Endings.UndoAsync(Petra, await IdAsync("OLD"), Stop);
        Assert.Equal(before, WithoutOpenDays(await HistoryAsync()));
        Assert.Single((await FreshAsync()).Ended);
    }

    [Fact]
    public async Task ClosedDayThatAFileNamed_StaysClosedAfterTheUndo()
    {
        await LoadAsync("date,store,item,quantity,open\n2026-04-10,OLD,A,,0\n");
        await Endings.ComesBackAsync(Petra, await IdAsync("OLD"), new DateOnly(2026, 7, 1), Stop);
        await Endings.UndoAsync(Petra, await IdAsync("OLD"), Stop);

        await using var db = NewContext();
        var open = (await db.StoreYears.SingleAsync(Stop)).Open;
        Assert.Equal(new DateOnly(2026, 4, 10).DayOfYear - 1, Assert.Single(Enumerable.Range(0, 365), day => open[day] == 0));
    }

    [Fact]
    public async Task StoreThatContinues_PassesItsHistoryOn_AndGetsItBack()
    {
        var before = await HistoryAsync();
        int old = await IdAsync("OLD"), successor = await IdAsync("NEW");
        await Endings.ContinuesAsAsync(Petra, old, successor, Stop);

        Assert.Equal((5f, 5f, 7f), (await ValueAsync("NEW", "A", "2025-11-01"), await ValueAsync("NEW", "A", "2026-03-31"),
            await ValueAsync("NEW", "A", "2026-04-01")));
        Assert.Equal((2f, float.NaN), (await ValueAsync("NEW", "B", "2026-03-31"), await ValueAsync("NEW", "B", "2026-04-01")));
        Assert.Equal(1.5f, await ValueAsync("NEW", "A", "2025-12-24", "price"));
        Assert.Equal((new DateOnly(2025, 11, 1), true), (await LoadedFromAsync(successor), (await FreshAsync()).IsComplete));
        Assert.Equal(
            ("OLD", "NEW"), Assert.Single((await Endings.ReadAsync(Petra, 1, Stop)).Select(e => (e.Store.Code, e.Successor!.Code))));

        await Endings.UndoAsync(Petra, old, Stop);
        Assert.Equal(before, await HistoryAsync());
        Assert.Equal(new DateOnly(2026, 4, 1), await LoadedFromAsync(successor));
        Assert.Equal(3L, await ScalarAsync("SELECT count(*) FROM series"));
        Assert.Empty(await Endings.ReadAsync(Petra, 1, Stop));
    }

    [Fact]
    public async Task WhatChangesHistory_IsNotedForTheForecasts()
    {
        int successor = await IdAsync("NEW");
        await Endings.ContinuesAsAsync(Petra, await IdAsync("OLD"), successor, Stop);

        await using var db = NewContext();
        var change = await db.SalesChanges.OrderBy(c => c.LoadId).LastAsync(Stop);
        Assert.Equal(
            (successor, new DateOnly(2025, 11, 1), new DateOnly(2026, 3, 31)), (change.StoreId, change.FirstDay, change.LastDay));
    }

    [Fact]
    public async Task WhatCannotBeSo_IsRefusedWithTheReason_AndNothingStays()
    {
        var before = await HistoryAsync();
        int old = await IdAsync("OLD"), successor = await IdAsync("NEW");

        Assert.Equal(
            "NEW goes on as that one.", Tail(await RefusalAsync(() => Endings.ContinuesAsAsync(Petra, successor, successor, Stop))));
        Assert.StartsWith(
            "OLD has sales from 2025-11-01 on, no later than NEW.",
            await RefusalAsync(() => Endings.ContinuesAsAsync(Petra, successor, old, Stop)), StringComparison.Ordinal);
        Assert.StartsWith(
            "OLD sold until 2026-03-31:", await RefusalAsync(() => Endings.ComesBackAsync(Petra, old, new DateOnly(2026, 3, 31), Stop)),
            StringComparison.Ordinal);
        Assert.StartsWith(
            "Nothing was said of OLD", await RefusalAsync(() => Endings.UndoAsync(Petra, old, Stop)), StringComparison.Ordinal);
        Assert.Equal(
            "There is no such store in your regions.",
            await RefusalAsync(() => Endings.CloseAsync(Petra with { RegionIds = new HashSet<int>() }, old, Stop)));
        Assert.Equal(before, await HistoryAsync());

        await Endings.CloseAsync(Petra, old, Stop);
        Assert.StartsWith(
            "Something was said of OLD already.", await RefusalAsync(() => Endings.CloseAsync(Petra, old, Stop)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhoMayOnlyLook_IsRefused()
    {
        int old = await IdAsync("OLD");

        await Assert.ThrowsAsync<AccessDeniedException>(() => Endings.CloseAsync(Petra with { Role = Role.Viewer }, old, Stop));
        await Assert.ThrowsAsync<AccessDeniedException>(() => Endings.UndoAsync(Petra with { Role = Role.Viewer }, old, Stop));
    }

    [Fact]
    public async Task OtherRegionsEndings_AreRefused() =>
        await Assert.ThrowsAsync<AccessDeniedException>(() => Endings.ReadAsync(Petra, 2, Stop));

    private static string Days(string store, string item, string from, string to, int units)
    {
        DateOnly first = DateOnly.Parse(from, CultureInfo.InvariantCulture), last = DateOnly.Parse(to, CultureInfo.InvariantCulture);
        return string.Concat(Enumerable.Range(0, last.DayNumber - first.DayNumber + 1)
            .Select(day => $"{first.AddDays(day):yyyy-MM-dd},{store},{item},{units},1.5\n"));
    }

    private static string Tail(string sentence) => sentence[(sentence.IndexOf(';', StringComparison.Ordinal) + 2)..];

    /// <summary>An undo leaves a year of unknown opening days behind, which says nothing.</summary>
    private static string WithoutOpenDays(string history)
    {
        Assert.DoesNotContain(",0,", history[history.LastIndexOf("OLD 2026 {", StringComparison.Ordinal)..], StringComparison.Ordinal);
        return history[..history.LastIndexOf("OLD 2026 {", StringComparison.Ordinal)];
    }

    private static async Task<string> RefusalAsync(Func<Task> say) => (await Assert.ThrowsAsync<EndingRefusedException>(say)).Message;

    private async Task<int> IdAsync(string code) => (int)await ScalarAsync($"SELECT id FROM store WHERE code = '{code}'");

    private async Task<DateOnly> LoadedFromAsync(int storeId)
    {
        await using var db = NewContext();
        return (await db.StoreSales.SingleAsync(s => s.StoreId == storeId, Stop)).LoadedFrom;
    }

    private async Task<Forecast.Domain.Sales.SalesFreshness> FreshAsync()
    {
        await using var db = NewContext();
        var region = await db.Regions.SingleAsync(Stop);
        IReadOnlyList<Store> stores = await db.Stores.ToListAsync(Stop);
        return (await RegionSalesReader.ReadAsync(db, [(region, stores)], Time.GetUtcNow(), Stop))[0].At(Time.GetUtcNow());
    }
}
