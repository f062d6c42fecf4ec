using Forecast.Domain.Access;
using Forecast.Domain.Catalog;
using Forecast.Domain.Data;
using Microsoft.EntityFrameworkCore;

namespace Forecast.Web.Features.Transport.Reading;

/// <summary>Routes, stores and items as admins keep them.</summary>
/// <param name="Regions">Regions by name.</param>
/// <param name="Routes">Routes by code.</param>
/// <param name="Stores">Stores found, by code.</param>
/// <param name="Items">Items found, by code.</param>
/// <param name="ItemsLacking">Items of which some size is not known, in all.</param>
public sealed record TransportMaster(
    IReadOnlyList<Region> Regions, IReadOnlyList<DeliveryRoute> Routes, IReadOnlyList<Store> Stores, IReadOnlyList<Item> Items,
    int ItemsLacking);

/// <summary>Reads the master data of transport; for admins.</summary>
internal sealed class MasterReader(ViewerContexts contexts)
{
    /// <summary>Stores and items shown at most.</summary>
    public const int Shown = 100;

    /// <summary>All routes, and the stores and items whose name or code holds a text; those that lack something first.</summary>
    public async Task<TransportMaster> FindAsync(Viewer viewer, string text, CancellationToken cancellationToken)
    {
        viewer.DemandAdmin();
        await using var db = await contexts.OpenAsync(viewer, cancellationToken);
        var pattern = $"%{text.Trim().Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal)
            .Replace("_", "\\_", StringComparison.Ordinal)}%";
        return new TransportMaster(
            await db.Regions.AsNoTracking().OrderBy(r => r.Name).ToListAsync(cancellationToken),
            await db.DeliveryRoutes.AsNoTracking().OrderBy(r => r.Code).ToListAsync(cancellationToken),
            await db.Stores.AsNoTracking().Where(s => EF.Functions.ILike(s.Name, pattern) || EF.Functions.ILike(s.Code, pattern))
                .OrderBy(s => s.RouteId != null).ThenBy(s => s.Code).Take(Shown).ToListAsync(cancellationToken),
            await db.Items.AsNoTracking().Where(i => EF.Functions.ILike(i.Name, pattern) || EF.Functions.ILike(i.Code, pattern))
                .OrderBy(i => i.UnitsPerCase != null && i.CasesPerPallet != null && i.KgPerCase != null && i.CubicMetresPerCase != null)
                .ThenBy(i => i.Code).Take(Shown).ToListAsync(cancellationToken),
            await db.Items.CountAsync(
                i => i.UnitsPerCase == null || i.CasesPerPallet == null || i.KgPerCase == null || i.CubicMetresPerCase == null,
                cancellationToken));
    }
}
