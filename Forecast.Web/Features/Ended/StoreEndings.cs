using System.Globalization;
using Forecast.Domain.Access;
using Forecast.Domain.Catalog;
using Forecast.Domain.Data;
using Forecast.Domain.Sales;
using Forecast.Web.Access;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace Forecast.Web.Features.Ended;

/// <summary>
/// Takes down what became of stores whose sales ended, and takes it back. Each is one transaction; what changes history is noted like a
/// load, so that forecasts and pages learn of it as of any other.
/// </summary>
internal sealed class StoreEndings(ViewerContexts contexts, AuditTrail audit, TimeProvider time)
{
    /// <summary>The furthest day a store may come back on: what is closed for longer has ended.</summary>
    private const int MostDaysAway = 730;

    /// <summary>What was said of a region's stores, the latest first.</summary>
    /// <exception cref="AccessDeniedException">The region is not the viewer's.</exception>
    public async Task<IReadOnlyList<(StoreEnding Ending, Store Store, Store? Successor)>> ReadAsync(
        Viewer viewer, int regionId, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(viewer);
        viewer.DemandRegion(regionId);
        await using var db = await contexts.OpenAsync(viewer, cancellationToken);
        var said =
            from ending in db.StoreEndings.AsNoTracking()
            join store in db.Stores on ending.StoreId equals store.Id
            join other in db.Stores on ending.SuccessorId equals other.Id into others
            from successor in others.DefaultIfEmpty()
            where store.RegionId == regionId
            orderby ending.SaidAt descending
            select new { ending, store, successor };
        return [.. (await said.ToListAsync(cancellationToken)).Select(s => (s.ending, s.store, (Store?)s.successor))];
    }

    /// <summary>The store has closed after its last day with sales.</summary>
    /// <exception cref="EndingRefusedException">It is unknown, has no sales, or something was said of it already.</exception>
    public Task CloseAsync(Viewer viewer, int storeId, CancellationToken cancellationToken) =>
        SayAsync(viewer, storeId, StoreEndingKind.Closed, (_, store, ending) =>
        {
            store.ClosedOn = ending.LastDay;
            return Task.CompletedTask;
        }, cancellationToken);

    /// <summary>The store is closed for a while and sells again from a day on.</summary>
    /// <exception cref="EndingRefusedException">
    /// It is unknown, has no sales, something was said of it already, or the day lies before its last one or too far ahead.
    /// </exception>
    public Task ComesBackAsync(Viewer viewer, int storeId, DateOnly day, CancellationToken cancellationToken) =>
        SayAsync(viewer, storeId, StoreEndingKind.ComesBack, async (db, store, ending) =>
        {
            if (day <= ending.LastDay || day.DayNumber - ending.LastDay.DayNumber > MostDaysAway)
                throw new EndingRefusedException(FormattableString.Invariant(
                    $"{store.Name} sold until {ending.LastDay:yyyy-MM-dd}: it can come back on a day after that, within two years."));
            ending.BackOn = day;
            ending.ClosedDays = await ClosedDays.NoteAsync(db, store.Id, ending.LastDay.AddDays(1), day.AddDays(-1), cancellationToken);
            await HistoryNote.AddAsync(
                db, FormattableString.Invariant($"{store.Code} comes back on {day:yyyy-MM-dd}"), viewer.Name, store.Id,
                ending.LastDay.AddDays(1), day.AddDays(-1), time.GetUtcNow(), cancellationToken);
        }, cancellationToken);

    /// <summary>The store goes on under another code, which takes over its history before its own first day.</summary>
    /// <exception cref="EndingRefusedException">
    /// One of them is unknown or of another region, has no sales, something was said already, or the other one began no later.
    /// </exception>
    public Task ContinuesAsAsync(Viewer viewer, int storeId, int successorId, CancellationToken cancellationToken) =>
        SayAsync(viewer, storeId, StoreEndingKind.ContinuesAs, async (db, store, ending) =>
        {
            var successor = await db.Stores.SingleOrDefaultAsync(
                s => s.Id == successorId && s.RegionId == store.RegionId, cancellationToken);
            var own = await db.StoreSales.SingleOrDefaultAsync(s => s.StoreId == successorId, cancellationToken);
            var old = await db.StoreSales.SingleAsync(s => s.StoreId == storeId, cancellationToken);
            if (successor is null || successorId == storeId || own is null)
                throw new EndingRefusedException($"Choose a store of the same region that has sales; {store.Name} goes on as that one.");
            if (own.LoadedFrom <= old.LoadedFrom)
                throw new EndingRefusedException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{successor.Name} has sales from {own.LoadedFrom:yyyy-MM-dd} on, no later than {store.Name}. "
                        + $"Nothing can be taken over."));
            (ending.SuccessorId, ending.JoinedBefore, store.ClosedOn) = (successorId, own.LoadedFrom, ending.LastDay);
            await HistoryJoin.TakeOverAsync(db, storeId, successorId, own.LoadedFrom, cancellationToken);
            await HistoryNote.AddAsync(
                db, $"{successor.Code} goes on from {store.Code}", viewer.Name, successorId, old.LoadedFrom, own.LoadedFrom.AddDays(-1),
                time.GetUtcNow(), cancellationToken);
            own.LoadedFrom = old.LoadedFrom;
        }, cancellationToken);

    /// <summary>Takes back what was said; history and opening days are again what they were.</summary>
    /// <exception cref="EndingRefusedException">Nothing was said of the store.</exception>
    public async Task UndoAsync(Viewer viewer, int storeId, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(viewer);
        viewer.DemandPlanner();
        await using var db = await contexts.OpenAsync(viewer, cancellationToken);
        await using var transaction = await BeginAsync(db, cancellationToken);
        var store = await FindAsync(db, viewer, storeId, cancellationToken);
        var ending = await db.StoreEndings.SingleOrDefaultAsync(e => e.StoreId == storeId, cancellationToken)
            ?? throw new EndingRefusedException($"Nothing was said of {store.Name} that could be taken back.");
        if (ending.Kind != StoreEndingKind.ComesBack)
            store.ClosedOn = null;
        if (ending is { SuccessorId: { } successorId, JoinedBefore: { } first })
        {
            var own = await db.StoreSales.SingleAsync(s => s.StoreId == successorId, cancellationToken);
            await HistoryJoin.GiveBackAsync(db, storeId, successorId, first, cancellationToken);
            await HistoryNote.AddAsync(
                db, $"{store.Code} on its own again", viewer.Name, successorId, own.LoadedFrom, first.AddDays(-1), time.GetUtcNow(),
                cancellationToken);
            own.LoadedFrom = first;
        }

        if (ending.ClosedDays.Length > 0)
        {
            await ClosedDays.ForgetAsync(db, storeId, ending.ClosedDays, cancellationToken);
            await HistoryNote.AddAsync(
                db, $"{store.Code} does not come back", viewer.Name, storeId, ending.ClosedDays[0], ending.ClosedDays[^1], time.GetUtcNow(),
                cancellationToken);
        }

        db.StoreEndings.Remove(ending);
        await NoteAsync(db, viewer, $"undo: {ending.Kind}", store, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private async Task SayAsync(
        Viewer viewer, int storeId, StoreEndingKind kind, Func<ForeactDb, Store, StoreEnding, Task> carryOut,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(viewer);
        viewer.DemandPlanner();
        await using var db = await contexts.OpenAsync(viewer, cancellationToken);
        await using var transaction = await BeginAsync(db, cancellationToken);
        var store = await FindAsync(db, viewer, storeId, cancellationToken);
        if (await db.StoreEndings.AnyAsync(e => e.StoreId == storeId, cancellationToken))
            throw new EndingRefusedException($"Something was said of {store.Name} already. Take it back first.");
        var sales = await db.StoreSales.AsNoTracking().SingleOrDefaultAsync(s => s.StoreId == storeId, cancellationToken)
            ?? throw new EndingRefusedException($"No sales of {store.Name} are loaded that could have ended.");
        var ending = new StoreEnding
        {
            StoreId = storeId,
            Kind = kind,
            LastDay = sales.LoadedUntil,
            SaidBy = viewer.Name,
            SaidAt = time.GetUtcNow(),
        };
        await carryOut(db, store, ending);
        db.StoreEndings.Add(ending);
        await NoteAsync(db, viewer, $"{kind}", store, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>A store of others looks like one that does not exist.</summary>
    private static async Task<Store> FindAsync(ForeactDb db, Viewer viewer, int storeId, CancellationToken cancellationToken)
    {
        var store = await db.Stores.SingleOrDefaultAsync(s => s.Id == storeId, cancellationToken);
        return store is not null && viewer.MaySee(store.RegionId)
            ? store
            : throw new EndingRefusedException("There is no such store in your regions.");
    }

    /// <summary>One writer of history at a time.</summary>
    private static async Task<IDbContextTransaction> BeginAsync(ForeactDb db, CancellationToken cancellationToken)
    {
        var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (!await HistoryLock.TryTakeAsync((NpgsqlConnection)db.Database.GetDbConnection(), cancellationToken))
            throw new EndingRefusedException("A file is being loaded at the moment. Try again when it is done; the page Data shows it.");
        return transaction;
    }

    private Task NoteAsync(ForeactDb db, Viewer viewer, string action, Store store, CancellationToken cancellationToken) =>
        audit.NoteAsync(db, viewer.Name, $"store ending, {action}", $"store {store.Code}", "", cancellationToken);
}
