using Forecast.Domain.Access;
using Forecast.Domain.Data;
using Forecast.Domain.Loads;
using Forecast.Domain.Sales;
using Forecast.Training.Engine;
using Forecast.Web.Features.Board.Reading;
using Forecast.Web.Features.Ended;
using Microsoft.EntityFrameworkCore;

namespace Forecast.Web.Features.Basis;

/// <summary>Reads what a region's forecast rests on. Rights are in <see cref="BoardReader"/>.</summary>
internal sealed class BasisReader(ViewerContexts contexts, BoardReader boards, StoreEndings endings, TimeProvider time)
{
    /// <summary>Files and items shown at most.</summary>
    public const int Shown = 20;

    /// <summary>Null when the viewer has no such region.</summary>
    public async Task<ForecastBasis?> ReadAsync(Viewer viewer, string regionCode, CancellationToken cancellationToken)
    {
        if (await boards.ReadAsync(viewer, regionCode, cancellationToken) is not { } board)
            return null;
        var said = await endings.ReadAsync(viewer, board.Region.Id, cancellationToken);
        await using var db = await contexts.OpenAsync(viewer, cancellationToken);
        int[] stores = [.. board.Stores.Select(s => s.Id)];
        var loads = await db.Loads.AsNoTracking()
            .Where(l => l.Status == LoadStatus.Succeeded && db.SalesChanges.Any(c => c.LoadId == l.Id && stores.Contains(c.StoreId)))
            .OrderByDescending(l => l.Id).Take(Shown).ToListAsync(cancellationToken);
        var remarks = await db.SalesRemarks.Where(r => db.Series.Any(s => s.Id == r.SeriesId && stores.Contains(s.StoreId)))
            .GroupBy(r => r.Kind).Select(g => new { g.Key, Count = g.Count() })
            .ToDictionaryAsync(g => g.Key, g => g.Count, cancellationToken);
        var sales = board.Sales.At(time.GetUtcNow());
        return new ForecastBasis(
            board, sales, loads, remarks.GetValueOrDefault(SalesRemarkKind.StockOut),
            remarks.GetValueOrDefault(SalesRemarkKind.Outlier),
            said, await EndedAsync(db, board, sales, cancellationToken));
    }

    /// <summary>
    /// Only where the outlooks have counted any: the series of a large region are not read for nothing. Of a store that may have ended, the
    /// store is what there is to say.
    /// </summary>
    private static async Task<IReadOnlyList<EndedItem>> EndedAsync(
        ForeactDb db, RegionBoard board, SalesFreshness sales, CancellationToken cancellationToken)
    {
        var ended = sales.Ended.Select(s => s.StoreId).ToHashSet();
        var with = board.Stores.Where(s => s.Outlook?.ItemsEnded > 0 && !ended.Contains(s.Id)).ToList();
        int[] stores = [.. with.Select(s => s.Id)];
        long[] versions = [.. with.Select(s => s.VersionId).OfType<long>().Distinct()];
        if (stores.Length == 0)
            return [];
        var read =
            from version in db.ForecastVersions
            where versions.Contains(version.Id)
            join current in db.CurrentForecasts on version.Id equals current.VersionId
            where stores.Contains(current.StoreId)
            join series in db.Series on current.StoreId equals series.StoreId
            join forecast in db.SeriesForecasts on new { version.Partition, VersionId = version.Id, SeriesId = series.Id }
                equals new { forecast.Partition, forecast.VersionId, forecast.SeriesId }
            where forecast.Method == Reasons.Ended
            join store in db.Stores on series.StoreId equals store.Id
            join item in db.Items on series.ItemId equals item.Id
            orderby store.Name, item.Name
            select new EndedItem(store.Name, item.Name, forecast.Reason);
        return await read.AsNoTracking().Take(Shown).ToListAsync(cancellationToken);
    }
}
