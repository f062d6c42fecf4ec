using System.Runtime.CompilerServices;
using Forecast.Domain.Access;
using Forecast.Domain.Data;
using Forecast.Domain.Sales;
using Microsoft.EntityFrameworkCore;

namespace Forecast.Web.Features.Sales.Reading;

/// <summary>Reads the days that deserve a look: only those of the viewer's regions.</summary>
internal sealed class DayReader(ViewerContexts contexts)
{
    /// <summary>Codes and names of the viewer's regions, by name.</summary>
    public async Task<IReadOnlyList<(string Code, string Name)>> RegionsAsync(Viewer viewer, CancellationToken cancellationToken)
    {
        await using var db = await contexts.OpenAsync(viewer, cancellationToken);
        int[] granted = [.. viewer.RegionIds];
        var regions = await db.Regions.AsNoTracking().Where(r => granted.Contains(r.Id)).OrderBy(r => r.Name)
            .Select(r => new { r.Code, r.Name }).ToListAsync(cancellationToken);
        return [.. regions.Select(r => (r.Code, r.Name))];
    }

    /// <summary>How many there are of each kind, whatever kind the filter asks for.</summary>
    public async Task<IReadOnlyDictionary<SalesRemarkKind, int>> CountAsync(
        Viewer viewer, DayFilter filter, CancellationToken cancellationToken)
    {
        await using var db = await contexts.OpenAsync(viewer, cancellationToken);
        return await Remarks(db, viewer, filter with { Kind = null }).GroupBy(r => r.Kind).Select(g => new { g.Key, Count = g.Count() })
            .ToDictionaryAsync(g => g.Key, g => g.Count, cancellationToken);
    }

    /// <summary>Some of them, the weightiest for the forecast first.</summary>
    public async Task<IReadOnlyList<DayRow>> ReadAsync(
        Viewer viewer, DayFilter filter, int skip, int count, CancellationToken cancellationToken)
    {
        await using var db = await contexts.OpenAsync(viewer, cancellationToken);
        return await Rows(db, viewer, filter, skip, count).ToListAsync(cancellationToken);
    }

    /// <summary>All of them, one at a time.</summary>
    public async IAsyncEnumerable<DayRow> AllAsync(
        Viewer viewer, DayFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var db = await contexts.OpenAsync(viewer, cancellationToken);
        await foreach (var row in Rows(db, viewer, filter, 0, int.MaxValue).AsAsyncEnumerable().WithCancellation(cancellationToken))
            yield return row;
    }

    private static IQueryable<DayRow> Rows(ForeactDb db, Viewer viewer, DayFilter filter, int skip, int count)
    {
        var page = Remarks(db, viewer, filter).OrderByDescending(r => r.Impact).ThenBy(r => r.SeriesId).ThenBy(r => r.Day).Skip(skip)
            .Take(count);
        return
            from remark in page
            join series in db.Series on remark.SeriesId equals series.Id
            join item in db.Items on series.ItemId equals item.Id
            join store in db.Stores on series.StoreId equals store.Id
            join region in db.Regions on store.RegionId equals region.Id
            orderby remark.Impact descending, remark.SeriesId, remark.Day
            select new DayRow(
                remark.SeriesId, region.Name, store.Name, item.Name, remark.Day, remark.Kind, remark.Sold, remark.Suggested, remark.Reason);
    }

    private static IQueryable<SalesRemark> Remarks(ForeactDb db, Viewer viewer, DayFilter filter)
    {
        int[] granted = [.. viewer.RegionIds];
        return
            from remark in db.SalesRemarks.AsNoTracking()
            join series in db.Series on remark.SeriesId equals series.Id
            join store in db.Stores on series.StoreId equals store.Id
            join region in db.Regions on store.RegionId equals region.Id
            where granted.Contains(region.Id) && (filter.Region == null || region.Code == filter.Region)
                && (filter.Kind == null || remark.Kind == filter.Kind)
            select remark;
    }
}
