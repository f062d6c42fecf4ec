using Forecast.Domain.Runs;
using Forecast.Training.Runs.Planning;
using Forecast.Training.Runs.Scheduling;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Forecast.Training.Runs.Watch;

/// <summary>
/// Starts what should have started: the first forecast of a region with sales, morning runs that were missed, and those that failed again.
/// </summary>
internal sealed class DueRuns(
    NpgsqlDataSource database, RegionReader regions, RunPlanner planner, MorningRuns mornings, MorningJobs schedule,
    TimeProvider clock, IOptions<RunOptions> options, ILogger<DueRuns> logger) : IWatch
{
    public async Task LookAsync(CancellationToken ct)
    {
        if (!options.Value.StartsByItself)
            return;
        await schedule.SyncAsync(ct);
        await StartFirstForecastsAsync(ct);
        await StartMissedMorningsAsync(ct);
        await RefreshOvertakenFitsAsync(ct);
    }

    private async Task StartFirstForecastsAsync(CancellationToken ct)
    {
        // Not while sales are being loaded, and not again right after it has failed.
        const string sql = """
            SELECT g.id FROM region g
            WHERE NOT EXISTS (SELECT 1 FROM current_forecast c WHERE c.region_id = g.id)
              AND NOT EXISTS (SELECT 1 FROM load WHERE status IN ('Waiting', 'Running'))
              AND NOT EXISTS (SELECT 1 FROM run r WHERE r.region_id = g.id
                              AND (r.status IN ('Queued', 'Running', 'Publishing') OR r.finished_at > $1))
              AND EXISTS (SELECT 1 FROM store st JOIN series se ON se.store_id = st.id JOIN series_year y ON y.series_id = se.id
                          WHERE st.region_id = g.id)
            ORDER BY g.id
            """;
        foreach (int region in await database.Command(sql, clock.GetUtcNow().AddMinutes(-10)).ListAsync(r => r.GetInt32(0), ct))
        {
            var ticket = await planner.PlanAsync(new RunOrder(RunKind.Retrain, region, null, RunOrder.Schedule, "First forecast."), ct);
            logger.LogInformation("Region {Region} gets its first forecast with run {Run}.", region, ticket.RunId);
        }
    }

    private async Task StartMissedMorningsAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var shown = await database.Command("SELECT DISTINCT region_id FROM current_forecast").ListAsync(r => r.GetInt32(0), ct);
        foreach (var region in await regions.AllAsync(ct))
        {
            // Without a first forecast there is no morning to miss, and a region new today has not missed this one.
            if (!shown.Contains(region.Id) || !TimeZoneInfo.TryFindSystemTimeZoneById(region.TimeZone, out _))
                continue;
            var start = MorningClock.LastStart(region, now);
            var attempts = await mornings.AttemptsAsync(region.Id, start, ct);
            bool missed = attempts.Runs.Count == 0 && now - start >= TimeSpan.FromMinutes(options.Value.MissedMorningMinutes);
            if (!(missed || attempts.OnlyFailed) || await IsSeenToAsync(region.Id, start, ct))
                continue;
            if (await mornings.StartDueAsync(region.Id, "The scheduled run was missed.", ct) is { } ticket)
                logger.LogWarning(
                    "The morning run of {Region} {Why}; run {Run} makes up for it.", region.Code, missed ? "was missed" : "failed",
                    ticket.RunId);
        }
    }

    /// <summary>A fit takes long; sales that arrived meanwhile are missing from what it published, and nobody else would notice.</summary>
    private async Task RefreshOvertakenFitsAsync(CancellationToken ct)
    {
        const string sql = """
            SELECT DISTINCT r.region_id FROM run r JOIN model_version m ON m.run_id = r.id
            WHERE r.status = 'Succeeded' AND r.finished_at > $1
              AND EXISTS (SELECT 1 FROM sales_change c JOIN store s ON s.id = c.store_id JOIN load l ON l.id = c.load_id
                          WHERE s.region_id = r.region_id AND c.load_id > m.seen_load_id AND l.finished_at <= r.finished_at)
              AND NOT EXISTS (SELECT 1 FROM run later
                              WHERE later.region_id = r.region_id AND later.store_ids IS NULL AND later.requested_at > r.finished_at)
            """;
        foreach (int region in await database.Command(sql, clock.GetUtcNow().AddHours(-1)).ListAsync(r => r.GetInt32(0), ct))
        {
            await planner.PlanAsync(
                new RunOrder(RunKind.Refresh, region, null, RunOrder.Schedule, "Sales arrived while the models were fitted."), ct);
        }
    }

    /// <summary>
    /// Whether the region has had a forecast of its own since the morning's start, or is about to: then there is nothing to catch up.
    /// Another run of all of it may be under way where new models did worse and those in use bring the forecast up to date.
    /// </summary>
    private Task<bool> IsSeenToAsync(int regionId, DateTimeOffset start, CancellationToken ct)
    {
        const string sql = """
            SELECT EXISTS (SELECT 1 FROM run WHERE region_id = $1 AND store_ids IS NULL AND requested_at >= $2
                           AND status IN ('Succeeded', 'Queued', 'Running', 'Publishing'))
            """;
        return database.Command(sql, regionId, start).ScalarAsync<bool>(ct);
    }
}
