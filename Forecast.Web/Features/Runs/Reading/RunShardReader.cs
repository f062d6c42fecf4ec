using Forecast.Domain.Access;
using Forecast.Domain.Catalog;
using Forecast.Domain.Data;
using Forecast.Domain.Runs;
using Microsoft.EntityFrameworkCore;

namespace Forecast.Web.Features.Runs.Reading;

/// <summary>What the pages of runs need beside the runs themselves.</summary>
internal sealed class RunShardReader(ViewerContexts contexts)
{
    /// <summary>The viewer's regions by key: their names and clocks.</summary>
    public async Task<IReadOnlyDictionary<int, Region>> RegionsAsync(Viewer viewer, CancellationToken cancellationToken)
    {
        await using var db = await contexts.OpenAsync(viewer, cancellationToken);
        int[] granted = [.. viewer.RegionIds];
        return await db.Regions.AsNoTracking().Where(r => granted.Contains(r.Id)).OrderBy(r => r.Name)
            .ToDictionaryAsync(r => r.Id, cancellationToken);
    }

    /// <summary>What was reported when a run failed, word for word; for admins.</summary>
    public async Task<string> DetailAsync(Viewer viewer, long runId, CancellationToken cancellationToken)
    {
        viewer.DemandAdmin();
        await using var db = await contexts.OpenAsync(viewer, cancellationToken);
        return await db.Runs.Where(r => r.Id == runId).Select(r => r.Detail).FirstOrDefaultAsync(cancellationToken) ?? "";
    }

    /// <summary>The parts of a run, in their order; for admins.</summary>
    public async Task<IReadOnlyList<RunShard>> ShardsAsync(Viewer viewer, long runId, CancellationToken cancellationToken)
    {
        viewer.DemandAdmin();
        await using var db = await contexts.OpenAsync(viewer, cancellationToken);
        return await db.RunShards.AsNoTracking().Where(s => s.RunId == runId).OrderBy(s => s.Number).ToListAsync(cancellationToken);
    }
}
