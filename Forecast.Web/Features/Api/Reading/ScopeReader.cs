using Forecast.Domain.Access;
using Forecast.Domain.Catalog;
using Forecast.Domain.Data;
using Forecast.Web.Features.Api.Problems;
using Microsoft.EntityFrameworkCore;

namespace Forecast.Web.Features.Api.Reading;

/// <summary>Finds the regions, stores and items that a question names; what is not the caller's looks as if it did not exist.</summary>
internal static class ScopeReader
{
    private const int Named = 5;

    /// <summary>The regions asked for, by key: one, or all of the caller's.</summary>
    /// <exception cref="ApiProblemException">There is no such region among the caller's.</exception>
    public static async Task<IReadOnlyDictionary<int, Region>> RegionsAsync(
        ForeactDb db, Viewer viewer, string? code, CancellationToken cancellationToken)
    {
        int[] granted = [.. viewer.RegionIds];
        var regions = await db.Regions.AsNoTracking().Where(r => granted.Contains(r.Id) && (code == null || r.Code == code))
            .ToDictionaryAsync(r => r.Id, cancellationToken);
        return code is null || regions.Count > 0 ? regions : throw ApiProblems.NotThere(
            $"There is no region {code} among yours.", "region", "GET /api/v1/regions lists the regions you may see.");
    }

    /// <summary>The stores asked for, by key, in their order.</summary>
    /// <exception cref="ApiProblemException">A code is of no store in these regions.</exception>
    public static async Task<SortedDictionary<int, Store>> StoresAsync(
        ForeactDb db, IReadOnlyDictionary<int, Region> regions, IReadOnlyList<string>? codes, CancellationToken cancellationToken)
    {
        int[] regionIds = [.. regions.Keys];
        string[]? wanted = codes?.ToArray();
        var stores = await db.Stores.AsNoTracking()
            .Where(s => regionIds.Contains(s.RegionId) && (wanted == null || wanted.Contains(s.Code))).ToListAsync(cancellationToken);
        DemandAll(wanted, stores.Select(s => s.Code), "store");
        return new(stores.ToDictionary(s => s.Id));
    }

    /// <summary>Keys of the items asked for; null for all.</summary>
    /// <exception cref="ApiProblemException">A code is of no item that is sold in the caller's regions.</exception>
    public static async Task<int[]?> ItemsAsync(
        ForeactDb db, Viewer viewer, IReadOnlyList<string>? codes, CancellationToken cancellationToken)
    {
        if (codes is null)
            return null;
        string[] wanted = [.. codes];
        var items = await Sold(db, viewer).Where(i => wanted.Contains(i.Code)).Select(i => new { i.Id, i.Code })
            .ToListAsync(cancellationToken);
        DemandAll(wanted, items.Select(i => i.Code), "item");
        return [.. items.Select(i => i.Id)];
    }

    /// <summary>The items that are sold in the caller's regions; for an admin, all there are.</summary>
    public static IQueryable<Item> Sold(ForeactDb db, Viewer viewer)
    {
        int[] granted = [.. viewer.RegionIds];
        var sold =
            from series in db.Series
            join store in db.Stores on series.StoreId equals store.Id
            where granted.Contains(store.RegionId)
            select series.ItemId;
        return viewer.IsAdmin ? db.Items.AsNoTracking() : db.Items.AsNoTracking().Where(i => sold.Contains(i.Id));
    }

    private static void DemandAll(string[]? wanted, IEnumerable<string> found, string what)
    {
        if (wanted is null || wanted.Except(found, StringComparer.Ordinal).ToList() is not { Count: > 0 } unknown)
            return;
        var named = string.Join(", ", unknown.Take(Named)) + (unknown.Count > Named ? $" and {unknown.Count - Named} more" : "");
        throw ApiProblems.NotThere(
            $"There is no {what} {named} in your regions.", $"{what}s", $"GET /api/v1/{what}s lists the {what}s you may see.");
    }
}
