using Forecast.Domain.Catalog;
using Forecast.Domain.Sales;
using Microsoft.EntityFrameworkCore;

namespace Forecast.Domain.Data;

/// <summary>Reads how far the sales of stores reach, for whoever has checked that the viewer may know.</summary>
public static class RegionSalesReader
{
    /// <summary>Years of opening days looked at: what is missing for longer is missed whatever the store's hours.</summary>
    private const int YearsOfOpenDays = 2;

    /// <summary>What is loaded of the stores of some regions.</summary>
    /// <param name="db">The database.</param>
    /// <param name="regions">The regions, with their stores.</param>
    /// <param name="now">The time.</param>
    /// <param name="cancellationToken">Stops.</param>
    public static async Task<IReadOnlyList<RegionSales>> ReadAsync(
        ForeactDb db, IReadOnlyList<(Region Region, IReadOnlyList<Store> Stores)> regions, DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(regions);
        int[] ids = [.. regions.SelectMany(r => r.Stores).Select(s => s.Id)];
        var loaded = await db.StoreSales.AsNoTracking().Where(s => ids.Contains(s.StoreId))
            .ToDictionaryAsync(s => s.StoreId, cancellationToken);
        var due = regions.Max(r => (DateOnly?)SalesFreshness.DueDay(r.Region, now)) ?? default;
        // Opening days tell only of stores whose newest days are not there: as a rule, of none.
        int[] behind = [.. loaded.Values.Where(s => s.LoadedUntil < due).Select(s => s.StoreId)];
        int since = due.Year - YearsOfOpenDays + 1;
        var open = behind.Length == 0
            ? []
            : await db.StoreYears.AsNoTracking().Where(y => behind.Contains(y.StoreId) && y.Year >= since && y.Year <= due.Year)
                .ToDictionaryAsync(y => (y.StoreId, (int)y.Year), y => y.Open, cancellationToken);
        return [.. regions.Select(r => new RegionSales(r.Region, r.Stores, loaded, open))];
    }
}
