using Forecast.Domain.Access;
using Forecast.Domain.Data;
using Forecast.Domain.Runs;
using Forecast.Training.Runs.Planning;
using Microsoft.EntityFrameworkCore;

namespace Forecast.Training.Runs.Watch;

/// <summary>Reads runs for people: only those of their regions.</summary>
public sealed class RunReader
{
    private readonly IDbContextFactory<ForeactDb> contexts;
    private readonly RunPace pace;
    private readonly WorkerPresence workers;
    private readonly TimeProvider clock;

    internal RunReader(IDbContextFactory<ForeactDb> contexts, RunPace pace, WorkerPresence workers, TimeProvider clock)
    {
        this.workers = workers;
        this.contexts = contexts;
        this.pace = pace;
        this.clock = clock;
    }

    /// <summary>The latest runs of one region, or of all regions of the viewer, newest first.</summary>
    /// <exception cref="AccessDeniedException">The region is not the viewer's.</exception>
    public async Task<IReadOnlyList<RunView>> RecentAsync(Viewer viewer, int? regionId, int count, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(viewer);
        if (regionId is { } region)
            viewer.DemandRegion(region);
        int[] regions = regionId is { } one ? [one] : [.. viewer.RegionIds];
        return await ReadAsync(runs => runs.Where(r => regions.Contains(r.RegionId)).OrderByDescending(r => r.Id).Take(count), ct);
    }

    /// <summary>Runs of some regions that are older than one of them, or the latest, newest first.</summary>
    /// <exception cref="AccessDeniedException">A region is not the viewer's.</exception>
    public async Task<IReadOnlyList<RunView>> BeforeAsync(
        Viewer viewer, IReadOnlyCollection<int> regionIds, long? before, int count, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(viewer);
        ArgumentNullException.ThrowIfNull(regionIds);
        foreach (int region in regionIds)
            viewer.DemandRegion(region);
        return await ReadAsync(
            runs => runs.Where(r => regionIds.Contains(r.RegionId) && (before == null || r.Id < before))
                .OrderByDescending(r => r.Id).Take(count),
            ct);
    }

    /// <summary>Runs of a region that have not ended, oldest first.</summary>
    /// <exception cref="AccessDeniedException">The region is not the viewer's.</exception>
    public async Task<IReadOnlyList<RunView>> UnfinishedAsync(Viewer viewer, int regionId, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(viewer);
        viewer.DemandRegion(regionId);
        return await ReadAsync(
            runs => runs.Where(r => r.RegionId == regionId)
                .Where(r => r.Status == RunStatus.Queued || r.Status == RunStatus.Running || r.Status == RunStatus.Publishing)
                    .OrderBy(r => r.Id), ct);
    }

    /// <summary>One run; null if there is none of that key in the viewer's regions.</summary>
    public async Task<RunView?> FindAsync(Viewer viewer, long runId, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(viewer);
        return await FindAsync(runId, ct) is { } run && viewer.MaySee(run.RegionId) ? run : null;
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
                runs => runs.Where(
                    r => r.RegionId == run.RegionId && r.Kind == RunKind.Morning && r.DeadlineAt == run.DeadlineAt && r.Id < run.Id)
                    .OrderBy(r => r.Id), ct);
    }

    /// <summary>One run, for callers that check the region themselves.</summary>
    internal async Task<RunView?> FindAsync(long runId, CancellationToken ct) =>
        await ReadAsync(runs => runs.Where(r => r.Id == runId), ct) is [var run] ? run : null;

    /// <summary>Keys of the runs of some regions that are unfinished or ended within the last minutes.</summary>
    internal async Task<IReadOnlyList<long>> MovedLatelyAsync(IReadOnlyCollection<int> regionIds, CancellationToken ct)
    {
        var lately = clock.GetUtcNow().AddMinutes(-5);
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Runs.Where(r => regionIds.Contains(r.RegionId) && (r.FinishedAt == null || r.FinishedAt > lately))
            .Select(r => r.Id).ToListAsync(ct);
    }

    private async Task<List<RunView>> ReadAsync(Func<IQueryable<Run>, IQueryable<Run>> choose, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var query =
            from run in choose(db.Runs.AsNoTracking())
            join region in db.Regions on run.RegionId equals region.Id
            select new RunView
            {
                Fits = db.ModelVersions.Any(m => m.Id == run.ModelVersionId && m.RunId == run.Id),
                Id = run.Id,
                Kind = run.Kind,
                RegionId = run.RegionId,
                RegionName = region.Name,
                Zone = region.Zone,
                StoreIds = run.StoreIds,
                RequestedBy = run.RequestedBy,
                Reason = run.Reason,
                RequestedAt = run.RequestedAt,
                StartedAt = run.StartedAt,
                FinishedAt = run.FinishedAt,
                DeadlineAt = run.DeadlineAt,
                Origin = run.Origin,
                Status = run.Status,
                SeriesCount = run.SeriesCount,
                SeriesDone = run.SeriesDone,
                ShardCount = run.ShardCount,
                ShardsDone = run.ShardsDone,
                Message = run.Message,
                ForecastVersionId = run.ForecastVersionId,
                ModelVersionId = run.ModelVersionId,
            };
        var views = await query.ToListAsync(ct);
        for (int i = 0; i < views.Count; i++)
        {
            if (views[i].HasEnded)
                continue;
            var remaining = await pace.RemainingAsync(views[i], clock.GetUtcNow(), ct);
            views[i] = views[i] with { Remaining = remaining, NoWorkerSince = workers.Since(views[i].Fits) };
        }

        return views;
    }
}
