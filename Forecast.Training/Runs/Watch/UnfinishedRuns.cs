using Forecast.Training.Runs.Planning;
using Forecast.Training.Runs.Publishing;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Forecast.Training.Runs.Watch;

/// <summary>Publishes runs that were computed but not published, and tells of runs past their deadline.</summary>
internal sealed class UnfinishedRuns(
    NpgsqlDataSource database, Publisher publisher, RunEnd runEnd, TimeProvider clock, ILogger<UnfinishedRuns> logger) : IWatch
{
    public async Task LookAsync(CancellationToken ct)
    {
        await PublishAsync(ct);
        await TellLateAsync(ct);
    }

    private async Task PublishAsync(CancellationToken ct)
    {
        // The worker of the last shard gets a few seconds to do it; after ten minutes of trying nobody will.
        const string sql = """
            SELECT r.id, max(s.finished_at) < now() - interval '10 minutes' FROM run r JOIN run_shard s ON s.run_id = r.id
            WHERE r.status IN ('Running', 'Publishing') AND r.shards_done >= r.shard_count
            GROUP BY r.id HAVING max(s.finished_at) < now() - interval '3 seconds'
            """;
        foreach (var (run, tooLate) in await database.Command(sql).ListAsync(r => (r.GetInt64(0), r.GetBoolean(1)), ct))
        {
            try
            {
                await publisher.PublishAsync(run, ct);
            }
            catch (Exception e) when (tooLate && e is not OperationCanceledException)
            {
                await runEnd.FailAsync(run, RunFailure.OfPublishing(e), ct);
            }
        }
    }

    private async Task TellLateAsync(CancellationToken ct)
    {
        const string sql = """
            UPDATE run SET message = 'Late: it was promised earlier and still runs.'
            WHERE status IN ('Queued', 'Running', 'Publishing') AND deadline_at < $1 AND message = '' RETURNING id, region_id, deadline_at
            """;
        var late = await database.Command(sql, clock.GetUtcNow())
            .ListAsync(r => (Run: r.GetInt64(0), Region: r.GetInt32(1), Deadline: r.GetFieldValue<DateTimeOffset>(2)), ct);
        foreach (var (run, region, deadline) in late)
            logger.LogError("Run {Run} of region {Region} was promised for {Deadline} and still runs.", run, region, deadline);
    }
}
