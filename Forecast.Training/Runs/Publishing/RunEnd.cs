using System.Globalization;
using Forecast.Training.Runs.Planning;
using Npgsql;

namespace Forecast.Training.Runs.Publishing;

/// <summary>Ends runs that do not get published. What was on show before stays on show.</summary>
internal sealed class RunEnd(NpgsqlDataSource database, TimeProvider clock)
{
    /// <summary>Ends an unfinished run as failed; the message says why, in sentences.</summary>
    public Task<bool> FailAsync(long runId, string message, CancellationToken ct) => EndAsync(runId, ["Queued", "Running", "Publishing"], "Failed", message, ct);

    /// <summary>Ends an unfinished run as cancelled; false if it had ended or is being published.</summary>
    public Task<bool> CancelAsync(long runId, string by, CancellationToken ct) => EndAsync(runId, ["Queued", "Running"], "Cancelled", $"Cancelled by {by}.", ct);

    /// <summary>Why a run failed when a shard did.</summary>
    public static string ShardFailure(int attempts, string message) =>
        string.Create(CultureInfo.InvariantCulture, $"A part failed {attempts} times, last with: {message.TrimEnd('.')}. The forecast shown before is still shown.");

    private async Task<bool> EndAsync(long runId, string[] from, string status, string message, CancellationToken ct)
    {
        const string sql = """
            UPDATE run SET status = $2, message = $3, finished_at = $4, cancel_requested = $2 = 'Cancelled'
            WHERE id = $1 AND status = ANY($5) RETURNING region_id
            """;
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        if (await connection.Command(sql, runId, status, message, clock.GetUtcNow(), from).ScalarAsync<int?>(ct) is not { } regionId)
            return false;
        await RunChannel.TellAsync(connection, runId, regionId, ct);
        await transaction.CommitAsync(ct);
        return true;
    }
}
