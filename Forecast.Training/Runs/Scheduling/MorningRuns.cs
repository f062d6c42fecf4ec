using System.Globalization;
using Forecast.Domain.Runs;
using Forecast.Training.Runs.Planning;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Forecast.Training.Runs.Scheduling;

/// <summary>
/// Starts a region's morning run, once for each morning however often it is asked to: by the schedule, by misfires, by the watchdog. After
/// a failure it starts the next attempt when its time has come.
/// </summary>
internal sealed class MorningRuns(
    NpgsqlDataSource database, RegionReader regions, RunPlanner planner, TimeProvider clock, IOptions<RunOptions> options)
{
    private const int LockSpace = 0x0F0EA;

    /// <summary>Why the schedule starts it.</summary>
    public const string EveryMorning = "Every morning.";

    /// <summary>
    /// Starts the latest morning run of a region if it is due: never started, or failed long enough ago; null if it is not.
    /// </summary>
    public Task<RunTicket?> StartDueAsync(int regionId, CancellationToken ct) => StartDueAsync(regionId, EveryMorning, ct);

    /// <summary>Likewise, for a reason of the caller's.</summary>
    public async Task<RunTicket?> StartDueAsync(int regionId, string reason, CancellationToken ct)
    {
        var region = await regions.FindAsync(regionId, ct);
        var now = clock.GetUtcNow();
        var start = MorningClock.LastStart(region, now);
        var deadline = MorningClock.DeadlineOf(region, start);
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginShortAsync(ct);
        await connection.Command("SELECT pg_advisory_xact_lock($1, $2)", LockSpace, regionId).ExecuteAsync(ct);
        var attempts = await AttemptsAsync(connection, regionId, start, ct);
        if (!attempts.IsNextDue(now, deadline, options.Value))
            return null;
        var why = attempts.Runs.Count == 0 ? reason
            : string.Create(CultureInfo.InvariantCulture, $"{EveryMorning[..^1]}, attempt {attempts.Runs.Count + 1}.");
        return await planner.PlanAsync(new RunOrder(RunKind.Morning, regionId, null, RunOrder.Schedule, why, deadline), ct);
    }

    /// <summary>The runs of a region's morning so far.</summary>
    public async Task<MorningAttempts> AttemptsAsync(int regionId, DateTimeOffset start, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return await AttemptsAsync(connection, regionId, start, ct);
    }

    private static async Task<MorningAttempts> AttemptsAsync(
        NpgsqlConnection connection, int regionId, DateTimeOffset start, CancellationToken ct)
    {
        const string sql =
            "SELECT status, finished_at FROM run WHERE region_id = $1 AND kind = 'Morning' AND requested_at >= $2 ORDER BY id";
        return new MorningAttempts(await connection.Command(sql, regionId, start)
            .ListAsync(r => (Enum.Parse<RunStatus>(r.GetString(0)), r.OrNull<DateTimeOffset>(1)), ct));
    }
}
