using Forecast.Domain.Catalog;

namespace Forecast.Domain.Sales;

/// <summary>What is loaded of a region's stores, as far as it tells whether sales are missing.</summary>
/// <param name="Region">The region.</param>
/// <param name="Stores">Its stores.</param>
/// <param name="Loaded">How far the sales of each reach; a store without any may be missing.</param>
/// <param name="OpenDays">By store and year, where known: 1 on open days, 0 on closed ones, NaN on others.</param>
public sealed record RegionSales(
    Region Region, IReadOnlyList<Store> Stores, IReadOnlyDictionary<int, StoreSales> Loaded,
    IReadOnlyDictionary<(int Store, int Year), float[]> OpenDays)
{
    /// <summary>How fresh the sales are at a time.</summary>
    public SalesFreshness At(DateTimeOffset now) => SalesFreshness.Of(this, now);

    /// <summary>Whether a store is known to be closed on a day.</summary>
    internal bool IsClosed(int storeId, DateOnly day) =>
        OpenDays.TryGetValue((storeId, day.Year), out var open) && day.DayOfYear <= open.Length && open[day.DayOfYear - 1] == 0;
}
