using Forecast.Domain.Data;
using Microsoft.EntityFrameworkCore;

namespace Forecast.Training.Runs.Watch;

/// <summary>Reads runs for the feed: once for everybody, whose rights were checked when they subscribed to a region.</summary>
internal sealed class MovedRuns(IDbContextFactory<ForeactDb> contexts, RunOutlook outlook, TimeProvider clock)
{
    /// <summary>One run; null if there is none of that key.</summary>
    public async Task<RunView?> FindAsync(long runId, CancellationToken ct)
    {
        var found = await outlook.CompleteAsync(await ReadAsync(runId, ct), ct);
        return found is [var run] ? run : null;
    }

    /// <summary>Keys of the runs of some regions that are unfinished or ended within the last minutes.</summary>
    public async Task<IReadOnlyList<long>> LatelyAsync(IReadOnlyCollection<int> regionIds, CancellationToken ct)
    {
        var lately = clock.GetUtcNow().AddMinutes(-5);
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Runs.Where(r => regionIds.Contains(r.RegionId) && (r.FinishedAt == null || r.FinishedAt > lately))
            .Select(r => r.Id).ToListAsync(ct);
    }

    private async Task<List<RunView>> ReadAsync(long runId, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await RunOutlook.Views(db, db.Runs.Where(r => r.Id == runId)).ToListAsync(ct);
    }
}
