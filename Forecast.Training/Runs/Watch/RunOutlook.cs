using Forecast.Domain.Data;
using Forecast.Domain.Runs;
using Forecast.Training.Runs.Planning;
using Microsoft.EntityFrameworkCore;

namespace Forecast.Training.Runs.Watch;

/// <summary>Runs as people see them, with what is guessed about those that have not ended.</summary>
internal sealed class RunOutlook(RunPace pace, WorkerPresence workers, TimeProvider clock)
{
    /// <summary>Some runs, as far as they are stored.</summary>
    public static IQueryable<RunView> Views(ForeactDb db, IQueryable<Run> runs) =>
        from run in runs.AsNoTracking()
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

    /// <summary>Adds how long they still need, and whether anybody computes them. Holds no connection while it asks for that.</summary>
    public async Task<List<RunView>> CompleteAsync(List<RunView> views, CancellationToken ct)
    {
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
