using System.Globalization;
using Forecast.Training.Runs.Publishing;
using Forecast.Training.Runs.Scheduling;
using Forecast.Training.Runs.Shards;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Forecast.Training.Runs.Watch;

/// <summary>Gives shards whose worker is lost to others, and schedules shards that wait without a trigger.</summary>
internal sealed class LostShards(
    NpgsqlDataSource database, ShardTriggers triggers, RunEnd runEnd, IOptions<RunOptions> options, ILogger<LostShards> logger) : IWatch
{
    public async Task LookAsync(CancellationToken ct)
    {
        await FreeExpiredAsync(ct);
        await EndFailedAsync(ct);
        await ScheduleForgottenAsync(ct);
    }

    private async Task FreeExpiredAsync(CancellationToken ct)
    {
        const string sql = """
            UPDATE run_shard SET status = CASE WHEN attempt >= $1 THEN 'Failed' ELSE 'Waiting' END, lease_until = NULL, finished_at = now(),
                message = 'Worker ' || worker || ' was lost.'
            WHERE status = 'Running' AND lease_until < now() RETURNING run_id, number, worker
            """;
        var freed = await database.Command(sql, options.Value.MaxAttempts)
            .ListAsync(r => (Run: r.GetInt64(0), Shard: r.GetInt32(1), Worker: r.GetString(2)), ct);
        foreach (var (run, shard, worker) in freed)
            logger.LogWarning("Worker {Worker} was lost with shard {Shard} of run {Run}; another takes it over.", worker, shard, run);
    }

    private async Task EndFailedAsync(CancellationToken ct)
    {
        const string sql = """
            SELECT DISTINCT ON (s.run_id) s.run_id, s.attempt, s.message FROM run_shard s JOIN run r ON r.id = s.run_id
            WHERE s.status = 'Failed' AND r.status IN ('Queued', 'Running', 'Publishing') ORDER BY s.run_id, s.number
            """;
        var failed = await database.Command(sql).ListAsync(r => (Run: r.GetInt64(0), Attempts: r.GetInt32(1), Message: r.GetString(2)), ct);
        foreach (var (run, attempts, message) in failed)
            await runEnd.FailAsync(run, RunEnd.ShardFailure(attempts, message), ct);
    }

    private async Task ScheduleForgottenAsync(CancellationToken ct)
    {
        const string sql = $"""
            SELECT s.run_id, s.number, s.attempt + 1, m.run_id = r.id FROM run_shard s
            JOIN run r ON r.id = s.run_id JOIN model_version m ON m.id = r.model_version_id
            WHERE s.status = 'Waiting' AND r.status = 'Running'
              AND {ShardLeases.NeedNotWait}
            ORDER BY s.run_id, s.number
            """;
        var waiting = await database.Command(sql)
            .ListAsync(r => (Key: new ShardKey(r.GetInt64(0), r.GetInt32(1), r.GetInt32(2)), Fits: r.GetBoolean(3)), ct);
        foreach (var (key, fits) in waiting)
        {
            if (await triggers.ExistsAsync(key, ct))
                continue;
            logger.LogInformation("Shard {Shard} of run {Run} waited without a trigger.", key.Number.ToString(CultureInfo.InvariantCulture), key.RunId);
            await triggers.ScheduleAsync([key], fits, TimeSpan.Zero, ct);
        }
    }
}
