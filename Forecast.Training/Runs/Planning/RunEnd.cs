using System.Globalization;
using Forecast.Domain.Catalog;
using Forecast.Domain.Runs;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Forecast.Training.Runs.Planning;

/// <summary>Ends runs that do not get published, with their parts and their jobs. What was on show before stays on show.</summary>
internal sealed class RunEnd(NpgsqlDataSource database, ShardJobs jobs, TimeProvider clock, ILogger<RunEnd> logger)
{
    /// <summary>Ends an unfinished run as failed, and says what still holds.</summary>
    public Task<bool> FailAsync(long runId, RunFailure failure, CancellationToken ct) =>
        EndAsync(runId, ["Queued", "Running", "Publishing"], "Failed", failure, ct);

    /// <summary>Ends an unfinished run as cancelled; false if it had ended or is being published.</summary>
    public Task<bool> CancelAsync(long runId, string by, CancellationToken ct) =>
        EndAsync(runId, ["Queued", "Running"], "Cancelled", new RunFailure($"Cancelled by {by}."), ct);

    private async Task<bool> EndAsync(long runId, string[] from, string status, RunFailure why, CancellationToken ct)
    {
        const string sql = """
            UPDATE run SET status = $2, message = $3, detail = $4, finished_at = $5, cancel_requested = $2 = 'Cancelled'
            WHERE id = $1 AND status = ANY($6)
            RETURNING region_id, kind, requested_at
            """;
        // What was not done will not be: a part that says "waiting" for ever would be a promise.
        const string parts = """
            UPDATE run_shard SET status = 'Cancelled' WHERE run_id = $1 AND status IN ('Waiting', 'Running') RETURNING job_id
            """;
        await using var connection = await database.OpenConnectionAsync(ct);
        var message = $"{why.Sentence} {await StillHoldsAsync(connection, runId, ct)}";
        await using var transaction = await connection.BeginShortAsync(ct);
        var now = clock.GetUtcNow();
        var ended = await connection.Command(sql, runId, status, message, why.Detail, now, from).ListAsync(
            r => (RegionId: r.GetInt32(0), Kind: Enum.Parse<RunKind>(r.GetString(1)), At: r.GetFieldValue<DateTimeOffset>(2)), ct);
        if (ended is not [var run])
            return false;
        var left = await connection.Command(parts, runId).ListAsync(r => r.OrNull<long>(0), ct);
        await RunChannel.TellAsync(connection, runId, run.RegionId, ct);
        await transaction.CommitAsync(ct);
        RunTelemetry.Ended(run.Kind, status, now - run.At);
        await DeleteJobsAsync(runId, [.. left.OfType<long>()]);
        return true;
    }

    /// <summary>Which forecast planners go on seeing, in a sentence.</summary>
    private static async Task<string> StillHoldsAsync(NpgsqlConnection connection, long runId, CancellationToken ct)
    {
        const string sql = """
            SELECT g.time_zone, max(c.published_at) FROM run r JOIN region g ON g.id = r.region_id
            LEFT JOIN current_forecast c ON c.region_id = g.id AND (r.store_ids IS NULL OR c.store_id = ANY(r.store_ids))
            WHERE r.id = $1 GROUP BY g.time_zone
            """;
        var found = await connection.Command(sql, runId).ListAsync(r => (Zone: r.GetString(0), At: r.OrNull<DateTimeOffset>(1)), ct);
        return found is [{ At: { } at } shown]
            ? string.Create(CultureInfo.InvariantCulture, $"The forecast of {DayOf(at, shown.Zone):d MMMM} stays on show.")
            : "There is no forecast to show yet.";
    }

    private static DateOnly DayOf(DateTimeOffset instant, string zone) =>
        new Region { Code = "", Name = "", TimeZone = TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _) ? zone : "UTC" }.BusinessDay(
            instant);

    /// <summary>Stops workers that still compute. A job that stays does no harm: its part is ended, so it cannot store anything.</summary>
    private async Task DeleteJobsAsync(long runId, IReadOnlyList<long> left)
    {
        try
        {
            await jobs.DeleteAsync(left);
        }
        catch (Exception e)
        {
            logger.LogWarning(e, "The jobs of run {Run}, which has ended, could not be deleted.", runId);
        }
    }
}
