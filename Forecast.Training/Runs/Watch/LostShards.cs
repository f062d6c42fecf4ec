using Forecast.Training.Runs.Planning;
using Forecast.Training.Runs.Shards;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Forecast.Training.Runs.Watch;

/// <summary>Gives a new job to shards whose job is gone: deleted, lost, failed at something else than the shard, or never given.</summary>
internal sealed class LostShards(NpgsqlDataSource database, ShardJobs jobs, RunEnd runEnd, ILogger<LostShards> logger) : IWatch
{
    public async Task LookAsync(CancellationToken ct)
    {
        await EndFailedAsync(ct);
        await GiveAgainAsync(ct);
    }

    /// <summary>Who records the last failure of a shard also ends the run, unless it was killed in between.</summary>
    private async Task EndFailedAsync(CancellationToken ct)
    {
        const string sql = """
            SELECT DISTINCT ON (s.run_id) s.run_id, s.message FROM run_shard s JOIN run r ON r.id = s.run_id
            WHERE s.status = 'Failed' AND r.status IN ('Queued', 'Running', 'Publishing') ORDER BY s.run_id, s.number
            """;
        foreach (var (run, message) in await database.Command(sql).ListAsync(r => (r.GetInt64(0), r.GetString(1)), ct))
            await runEnd.FailAsync(run, RunFailure.OfUnknown(message), ct);
    }

    private async Task GiveAgainAsync(CancellationToken ct)
    {
        // Locked, so that nobody gives the same shard twice and no worker takes it meanwhile; those who are at it just now need nothing.
        const string sql = $"""
            SELECT s.run_id, s.number, m.run_id = r.id FROM run_shard s JOIN run r ON r.id = s.run_id
                JOIN model_version m ON m.id = r.model_version_id
            WHERE s.status IN ('Waiting', 'Running') AND r.status = 'Running' AND {ShardHolds.NeedNotWait} AND NOT {ShardJobs.IsGiven}
            ORDER BY s.run_id, s.number FOR UPDATE OF s SKIP LOCKED
            """;
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginShortAsync(ct);
        var lost = await connection.Command(sql).ListAsync(r => (Run: r.GetInt64(0), Number: r.GetInt32(1), Fits: r.GetBoolean(2)), ct);
        foreach (var shards in lost.GroupBy(s => (s.Run, s.Fits)))
        {
            logger.LogWarning("{Count} shards of run {Run} had no job any more; they get new ones.", shards.Count(), shards.Key.Run);
            await jobs.EnqueueAsync(
                connection, shards.Key.Run, [.. shards.Select(s => s.Number)], shards.Key.Fits, "The job before was gone.", ct);
        }

        await transaction.CommitAsync(ct);
    }
}
