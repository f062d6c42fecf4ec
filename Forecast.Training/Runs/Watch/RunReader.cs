using Forecast.Domain.Access;
using Forecast.Domain.Data;
using Forecast.Domain.Runs;
using Microsoft.EntityFrameworkCore;

namespace Forecast.Training.Runs.Watch;

/// <summary>Reads runs for people: only those of their regions.</summary>
public sealed class RunReader
{
    private readonly ViewerContexts contexts;
    private readonly RunOutlook outlook;

    internal RunReader(ViewerContexts contexts, RunOutlook outlook) => (this.contexts, this.outlook) = (contexts, outlook);

    /// <summary>The latest runs of one region, or of all regions of the viewer, newest first.</summary>
    /// <exception cref="AccessDeniedException">The region is not the viewer's.</exception>
    public async Task<IReadOnlyList<RunView>> RecentAsync(Viewer viewer, int? regionId, int count, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(viewer);
        if (regionId is { } region)
            viewer.DemandRegion(region);
        int[] regions = regionId is { } one ? [one] : [.. viewer.RegionIds];
        return await ReadAsync(viewer, runs => runs.Where(r => regions.Contains(r.RegionId)).OrderByDescending(r => r.Id).Take(count), ct);
    }

    /// <summary>Runs of a region that have not ended, oldest first.</summary>
    /// <exception cref="AccessDeniedException">The region is not the viewer's.</exception>
    public async Task<IReadOnlyList<RunView>> UnfinishedAsync(Viewer viewer, int regionId, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(viewer);
        viewer.DemandRegion(regionId);
        return await ReadAsync(
            viewer,
            runs => runs.Where(r => r.RegionId == regionId)
                .Where(r => r.Status == RunStatus.Queued || r.Status == RunStatus.Running || r.Status == RunStatus.Publishing)
                    .OrderBy(r => r.Id), ct);
    }

    /// <summary>One run; null if there is none of that key in the viewer's regions.</summary>
    public async Task<RunView?> FindAsync(Viewer viewer, long runId, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(viewer);
        return await ReadAsync(viewer, runs => runs.Where(r => r.Id == runId), ct) is [var run] && viewer.MaySee(run.RegionId) ? run : null;
    }

    /// <summary>The attempts at the same morning before this run, oldest first; none for runs of other kinds.</summary>
    /// <exception cref="AccessDeniedException">The run's region is not the viewer's.</exception>
    public async Task<IReadOnlyList<RunView>> AttemptsBeforeAsync(Viewer viewer, RunView run, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(viewer);
        ArgumentNullException.ThrowIfNull(run);
        viewer.DemandRegion(run.RegionId);
        return run.Kind != RunKind.Morning
            ? []
            : await ReadAsync(
                viewer,
                runs => runs.Where(
                    r => r.RegionId == run.RegionId && r.Kind == RunKind.Morning && r.DeadlineAt == run.DeadlineAt && r.Id < run.Id)
                    .OrderBy(r => r.Id), ct);
    }

    private async Task<List<RunView>> ReadAsync(Viewer viewer, Func<IQueryable<Run>, IQueryable<Run>> choose, CancellationToken ct)
    {
        List<RunView> views;
        await using (var db = await contexts.OpenAsync(viewer, ct))
            views = await RunOutlook.Views(db, choose(db.Runs)).ToListAsync(ct);
        return await outlook.CompleteAsync(views, ct);
    }
}
