using Forecast.Domain.Access;
using Forecast.Domain.Catalog;
using Forecast.Domain.Data;
using Microsoft.EntityFrameworkCore;

namespace Forecast.Web.Features.Sales.Reading;

/// <summary>Tells how far the sales of each region and store reach.</summary>
internal sealed class FreshnessReader(ViewerContexts contexts, TimeProvider time)
{
    public async Task<IReadOnlyList<RegionFreshness>> ReadAsync(Viewer viewer, CancellationToken cancellationToken)
    {
        viewer.DemandAdmin();
        await using var db = await contexts.OpenAsync(viewer, cancellationToken);
        var regions = await db.Regions.AsNoTracking().OrderBy(r => r.Name).ToListAsync(cancellationToken);
        var stores = (await db.Stores.AsNoTracking().ToListAsync(cancellationToken)).ToLookup(s => s.RegionId);
        var now = time.GetUtcNow();
        var sales = await RegionSalesReader.ReadAsync(
            db, [.. regions.Select(r => (r, (IReadOnlyList<Store>)[.. stores[r.Id]]))], now, cancellationToken);
        return [.. sales.Select(s => new RegionFreshness(s.Region.Code, s.Region.Name, s.At(now)))];
    }
}
