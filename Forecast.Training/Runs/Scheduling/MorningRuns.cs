using Forecast.Domain.Catalog;
using Forecast.Domain.Runs;
using Forecast.Training.Runs.Planning;
using Npgsql;

namespace Forecast.Training.Runs.Scheduling;

/// <summary>Starts a region's morning run, once for each morning however often it is asked to: by the schedule, by misfires, by the watchdog.</summary>
internal sealed class MorningRuns(NpgsqlDataSource database, RegionReader regions, RunPlanner planner, TimeProvider clock)
{
    private const int LockSpace = 0x0F0EA;

    /// <summary>Attempts at one morning before it is left to people.</summary>
    private const int MaxRuns = 3;

    /// <summary>Starts the latest due morning run of a region, unless it was started; null then.</summary>
    public async Task<RunTicket?> StartDueAsync(int regionId, string reason, CancellationToken ct)
    {
        var region = await regions.FindAsync(regionId, ct);
        var start = MorningClock.LastStart(region, clock.GetUtcNow());
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await connection.Command("SELECT pg_advisory_xact_lock($1, $2)", LockSpace, regionId).ExecuteAsync(ct);
        if (!await IsDueAsync(connection, region, start, ct))
            return null;
        return await planner.PlanAsync(
            new RunOrder(RunKind.Morning, regionId, null, RunOrder.Schedule, reason, MorningClock.DeadlineOf(region, start)), ct);
    }

    /// <summary>Due unless a run of this morning goes on or went well; a failed one is tried again after a while, a few times.</summary>
    private async Task<bool> IsDueAsync(NpgsqlConnection connection, Region region, DateTimeOffset start, CancellationToken ct)
    {
        const string sql = """
            SELECT count(*) FILTER (WHERE status <> 'Failed' OR finished_at > $3) = 0 AND count(*) < $4
            FROM run WHERE region_id = $1 AND kind = 'Morning' AND requested_at >= $2
            """;
        var latelyFailed = clock.GetUtcNow().AddMinutes(-2);
        return await connection.Command(sql, region.Id, start, latelyFailed, MaxRuns).ScalarAsync<bool>(ct);
    }
}
