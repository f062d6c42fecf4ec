using Forecast.Domain.Runs;
using Npgsql;

namespace Forecast.Training.Runs.Planning;

/// <summary>Guesses how long runs take from how long they took.</summary>
internal sealed class RunPace(NpgsqlDataSource database, WorkerPresence workers)
{
    /// <summary>Planning, publishing and waiting, whatever the size.</summary>
    private static readonly TimeSpan Overhead = TimeSpan.FromSeconds(0.3);

    /// <summary>
    /// Time for a run of some series; null when no run of the kind has succeeded in the region yet, or nobody computes such runs.
    /// </summary>
    public async Task<TimeSpan?> EstimateAsync(int regionId, RunKind kind, int series, CancellationToken ct)
    {
        if (workers.Since(kind == RunKind.Retrain) is not null)
            return null;
        // The median of the latest few: one slow night must not frighten anybody.
        const string sql = """
            SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM finished_at - requested_at) / greatest(series_count, 1))
            FROM (SELECT * FROM run WHERE region_id = $1 AND kind = $2 AND status = 'Succeeded' ORDER BY id DESC LIMIT 9) latest
            """;
        var perSeries = await database.Command(sql, regionId, kind.ToString()).ScalarAsync<double?>(ct);
        return perSeries is { } pace ? Overhead + TimeSpan.FromSeconds(pace * series) : null;
    }

    /// <summary>Time an unfinished run still needs, by its own progress where there is some.</summary>
    public async Task<TimeSpan?> RemainingAsync(RunView run, DateTimeOffset now, CancellationToken ct)
    {
        if (run.HasEnded || workers.Since(run.Fits) is not null)
            return null;
        var passed = now - (run.StartedAt ?? run.RequestedAt);
        if (run.SeriesDone > 0 && run.SeriesCount > 0)
            return passed * ((double)(run.SeriesCount - run.SeriesDone) / run.SeriesDone);
        var estimate = await EstimateAsync(run.RegionId, run.Kind, run.SeriesCount, ct) - passed;
        return estimate < TimeSpan.Zero ? TimeSpan.Zero : estimate;
    }
}
