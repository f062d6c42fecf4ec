using Forecast.Domain.Access;
using Forecast.Domain.Catalog;
using Forecast.Domain.Data;
using Microsoft.EntityFrameworkCore;

namespace Forecast.Web.Features.Transport.Reading;

/// <summary>Reads what was worked out of a region's transport: stored rows, never the series.</summary>
internal sealed class TransportReader(ViewerContexts contexts, TimeProvider time)
{
    /// <summary>Items named at most.</summary>
    private const int MostNamed = 20;

    /// <summary>
    /// The transport of a region, or of the viewer's first region when no code is given. Null when the viewer has no such region.
    /// </summary>
    public async Task<TransportBoard?> ReadAsync(Viewer viewer, string? regionCode, CancellationToken cancellationToken)
    {
        await using var db = await contexts.OpenAsync(viewer, cancellationToken);
        int[] granted = [.. viewer.RegionIds];
        var regions = await db.Regions.AsNoTracking().Where(r => granted.Contains(r.Id)).OrderBy(r => r.Name)
            .ToListAsync(cancellationToken);
        var region = regionCode is null ? regions.FirstOrDefault() : regions.Find(r => r.Code == regionCode);
        if (region is null)
            return null;

        viewer.DemandRegion(region.Id);
        var now = time.GetUtcNow();
        var today = region.BusinessDay(now);
        return new TransportBoard
        {
            Region = region,
            Regions = regions,
            ReadAt = now,
            Routes = await db.DeliveryRoutes.AsNoTracking().Where(r => r.RegionId == region.Id).OrderBy(r => r.Code)
                .ToListAsync(cancellationToken),
            Stores = await db.Stores.Where(s => s.RegionId == region.Id && (s.ClosedOn == null || s.ClosedOn >= today))
                .OrderBy(s => s.Name).ThenBy(s => s.Code).Select(s => new TransportStore(s.Id, s.Code, s.Name, s.RouteId))
                .ToListAsync(cancellationToken),
            Days = await db.TransportDays.AsNoTracking().Where(d => d.RegionId == region.Id).ToListAsync(cancellationToken),
            State = await db.RegionTransports.AsNoTracking().SingleOrDefaultAsync(t => t.RegionId == region.Id, cancellationToken),
            Gaps = await GapsAsync(db, region.Id, cancellationToken),
        };
    }

    private static async Task<TransportGaps> GapsAsync(ForeactDb db, int regionId, CancellationToken cancellationToken)
    {
        var loads = await (
            from current in db.CurrentForecasts
            where current.RegionId == regionId
            join load in db.StoreLoads on new { current.VersionId, current.StoreId } equals new { load.VersionId, load.StoreId }
            select new
            {
                load.Units,
                load.UnitsWithoutPallets,
                load.UnitsWithoutCubicMetres,
                load.UnitsWithoutKg,
                load.LackingItemIds,
            }).ToListAsync(cancellationToken);
        int[] lacking = [.. loads.SelectMany(l => l.LackingItemIds).CountBy(id => id).OrderByDescending(c => c.Value).ThenBy(c => c.Key)
            .Select(c => c.Key)];
        var items = lacking.Length == 0 ? [] : await db.Items.AsNoTracking().Where(i => lacking.Take(MostNamed).Contains(i.Id))
            .ToDictionaryAsync(i => i.Id, cancellationToken);
        return new TransportGaps(
            loads.Sum(l => (double)l.Units), loads.Sum(l => (double)l.UnitsWithoutPallets),
            loads.Sum(l => (double)l.UnitsWithoutCubicMetres), loads.Sum(l => (double)l.UnitsWithoutKg),
            [.. lacking.Where(items.ContainsKey).Select(id => new LackingItem(items[id].Code, items[id].Name, Lacks(items[id])))]);
    }

    /// <summary>What an item lacks now; a size that was added meanwhile counts with the next forecast.</summary>
    internal static string Lacks(Item item)
    {
        var lacks = new (double? Size, string Name)[]
        {
            (item.UnitsPerCase, "units per case"), (item.CasesPerPallet, "cases per pallet"), (item.KgPerCase, "kg per case"),
            (item.CubicMetresPerCase, "m³ per case"),
        }.Where(s => s.Size is not > 0).Select(s => s.Name).ToList();
        return lacks.Count == 0 ? "known now, counts with the next forecast" : string.Join(", ", lacks);
    }
}
