using System.Globalization;
using Forecast.Domain.Runs;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Forecast.Training.Runs.Shards;

/// <summary>
/// Who computes which shard, decided by one row each. A shard is taken by the job given for it; whether its worker lives is Hangfire's to
/// know, and a job that comes again has lost its worker. The attempt number fences off one that is lost without noticing, such as a process
/// that was frozen.
/// </summary>
internal sealed class ShardHolds(NpgsqlDataSource database, IOptions<RunOptions> options)
{
    /// <summary>SQL: shard s need not wait any more for the part of its run that learns for all.</summary>
    internal const string NeedNotWait = """
        (s.store_ids = '{}' OR NOT EXISTS (SELECT 1 FROM run_shard l WHERE l.run_id = s.run_id AND l.store_ids = '{}'
            AND l.status <> 'Done'))
        """;

    /// <summary>This process, as the history shows it.</summary>
    private readonly string worker = string.Create(
        CultureInfo.InvariantCulture, $"{Environment.MachineName}-{Environment.ProcessId}-{Guid.CreateVersion7().ToString("N")[^8..]}");

    /// <summary>
    /// Takes a shard; null if it is done, another job's, used up, waits for the model over all series, or its run no longer runs.
    /// </summary>
    public async Task<ShardWork?> TryTakeAsync(long runId, int number, long jobId, CancellationToken ct)
    {
        const string sql = $"""
            UPDATE run_shard s
            SET status = 'Running', attempt = s.attempt + 1, worker = $4, started_at = now(), finished_at = NULL
            FROM run r, forecast_version f, model_version m
            WHERE s.run_id = $1 AND s.number = $2 AND s.job_id = $3 AND s.status IN ('Waiting', 'Running') AND s.attempt < $5
              AND r.id = s.run_id AND f.id = r.forecast_version_id AND m.id = r.model_version_id AND r.status = 'Running'
              AND {NeedNotWait}
            RETURNING s.attempt, s.store_ids, s.series_count, r.shard_count, r.kind, r.region_id, r.origin, f.horizon, f.id, f.partition,
                      m.id, m.run_id = r.id, m.seen_load_id, r.trace_parent
            """;
        var taken = await database.Command(sql, runId, number, jobId, worker, options.Value.MaxAttempts)
            .ListAsync(r => Read(r, runId, number), ct);
        return taken is [var work] ? work : null;
    }

    /// <summary>
    /// Ends a shard whose last attempt was lost with its worker; who that was and which attempt, or null if it is not so.
    /// </summary>
    public async Task<(int Attempt, string Detail)?> EndLostAsync(long runId, int number, long jobId, CancellationToken ct)
    {
        const string sql = """
            UPDATE run_shard SET status = 'Failed', finished_at = now(), message = 'Worker ' || worker || ' was lost.'
            WHERE run_id = $1 AND number = $2 AND job_id = $3 AND status = 'Running' AND attempt >= $4 RETURNING attempt, message
            """;
        var ended = await database.Command(sql, runId, number, jobId, options.Value.MaxAttempts)
            .ListAsync(r => (r.GetInt32(0), r.GetString(1)), ct);
        return ended is [var lost] ? lost : null;
    }

    /// <summary>
    /// Gives a shard back untouched, as if it had not been taken: the worker is shutting down, or its job was taken away.
    /// </summary>
    public Task GiveBackAsync(ShardWork work, CancellationToken ct)
    {
        const string sql = """
            UPDATE run_shard SET status = 'Waiting', attempt = attempt - 1, message = 'Its worker shut down.'
            WHERE run_id = $1 AND number = $2 AND attempt = $3 AND worker = $4 AND status = 'Running'
            """;
        return database.Command(sql, work.RunId, work.Number, work.Attempt, work.Worker).ExecuteAsync(ct);
    }

    /// <summary>Records a failed attempt. The answer says whether there is another one; null if the hold was lost meanwhile.</summary>
    public async Task<ShardStatus?> FailAsync(ShardWork work, string message, CancellationToken ct)
    {
        const string sql = """
            UPDATE run_shard SET status = CASE WHEN attempt >= $5 THEN 'Failed' ELSE 'Waiting' END, finished_at = now(), message = $6
            WHERE run_id = $1 AND number = $2 AND attempt = $3 AND worker = $4 AND status = 'Running' RETURNING status
            """;
        var status = await database
            .Command(sql, work.RunId, work.Number, work.Attempt, work.Worker, options.Value.MaxAttempts, message).ScalarAsync<string>(ct);
        return status is null ? null : Enum.Parse<ShardStatus>(status);
    }

    private ShardWork Read(NpgsqlDataReader row, long runId, int number) => new()
    {
        RunId = runId,
        Number = number,
        Worker = worker,
        Attempt = row.GetInt32(0),
        StoreIds = row.GetFieldValue<int[]>(1),
        SeriesCount = row.GetInt32(2),
        ShardCount = row.GetInt32(3),
        Kind = Enum.Parse<RunKind>(row.GetString(4)),
        RegionId = row.GetInt32(5),
        Origin = row.GetFieldValue<DateOnly>(6),
        Horizon = row.GetInt32(7),
        ForecastVersionId = row.GetInt64(8),
        Partition = row.GetFieldValue<DateOnly>(9),
        ModelVersionId = row.GetInt64(10),
        Fits = row.GetBoolean(11),
        SeenLoadId = row.GetInt64(12),
        TraceParent = row.IsDBNull(13) ? null : row.GetString(13),
    };
}
