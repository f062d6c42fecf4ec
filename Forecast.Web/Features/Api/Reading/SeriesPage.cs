using Forecast.Domain.Catalog;
using Forecast.Domain.Data;
using Microsoft.EntityFrameworkCore;

namespace Forecast.Web.Features.Api.Reading;

/// <summary>Some series of some stores, by store and item: all after one and up to another.</summary>
/// <param name="After">Store and item before the first one.</param>
/// <param name="Last">Store and item of the last one; null when these are all there are.</param>
internal sealed record SeriesPage((int Store, int Item) After, (int Store, int Item)? Last)
{
    /// <summary>Where a page of so many series ends; the index of stores and items alone is read.</summary>
    public static async Task<SeriesPage> FindAsync(
        ForeactDb db, int[] storeIds, int[]? itemIds, (int Store, int Item) after, int count, CancellationToken cancellationToken)
    {
        var end = await Following(db, storeIds, itemIds, after).OrderBy(s => s.StoreId).ThenBy(s => s.ItemId).Skip(count - 1).Take(2)
            .Select(s => new { s.StoreId, s.ItemId }).ToListAsync(cancellationToken);
        return new SeriesPage(after, end is [var last, _] ? (last.StoreId, last.ItemId) : null);
    }

    /// <summary>The series of the page, in no order.</summary>
    public IQueryable<Series> Of(ForeactDb db, int[] storeIds, int[]? itemIds)
    {
        (int Store, int Item) last = Last ?? (int.MaxValue, int.MaxValue);
        return Following(db, storeIds, itemIds, After)
            .Where(s => s.StoreId < last.Store || (s.StoreId == last.Store && s.ItemId <= last.Item));
    }

    private static IQueryable<Series> Following(ForeactDb db, int[] storeIds, int[]? itemIds, (int Store, int Item) after) =>
        db.Series.AsNoTracking().Where(s => storeIds.Contains(s.StoreId) && (itemIds == null || itemIds.Contains(s.ItemId)))
            .Where(s => s.StoreId > after.Store || (s.StoreId == after.Store && s.ItemId > after.Item));
}
