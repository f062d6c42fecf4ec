using Forecast.Training.Runs.Planning;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Forecast.Training.Runs.Accuracy;

/// <summary>
/// Scores days as their sales come, are corrected, or were missed: on a clock of its own, so that many days at once keep nobody else
/// waiting. Every worker has one; an advisory lock lets one at a time score.
/// </summary>
internal sealed class AccuracyScoring(
    NpgsqlDataSource database, RegionReader regions, DueDays dueDays, DayScoring scoring, TimeProvider clock,
    IOptions<AccuracyOptions> options, ILogger<AccuracyScoring> logger) : BackgroundService
{
    private const long LockKey = 0x0F0EAC74;

    private string seen = "";

    /// <summary>Scores every day that is due; how many. Zero, too, while another process scores.</summary>
    public async Task<int> ScoreAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var state = await StateAsync(now, ct);
        if (state == seen)
            return 0;
        await using var connection = await database.OpenConnectionAsync(ct);
        if (!await connection.Command("SELECT pg_try_advisory_lock($1)", LockKey).ScalarAsync<bool>(ct))
            return 0;
        int scored = 0;
        try
        {
            foreach (var region in (await regions.AllAsync(ct)).Where(r => TimeZoneInfo.TryFindSystemTimeZoneById(r.TimeZone, out _)))
            {
                var from = region.BusinessDay(now).AddDays(-options.Value.KeepPublishedDays);
                foreach (var due in await dueDays.OfAsync(region, now, from, ct))
                {
                    await scoring.ScoreAsync(region, due, now, ct);
                    scored++;
                }
            }
        }
        finally
        {
            await connection.Command("SELECT pg_advisory_unlock($1)", LockKey).ExecuteAsync(CancellationToken.None);
        }

        seen = state;
        if (scored > 0)
            logger.LogInformation("The forecasts of {Days} days were scored.", scored);
        return scored;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(options.Value.ScoreSeconds), clock);
        try
        {
            do
            {
                try
                {
                    await ScoreAsync(stoppingToken);
                }
                catch (Exception e) when (e is not OperationCanceledException)
                {
                    logger.LogWarning(e, "Days could not be scored; they will be.");
                }
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
            // The process stops.
        }
    }

    /// <summary>
    /// What tells whether anything can be due that was not before: the last load that ended, the last forecast that went on show, and the
    /// hour, since days end at different hours.
    /// </summary>
    private async Task<string> StateAsync(DateTimeOffset now, CancellationToken ct)
    {
        const string sql = """
            SELECT concat_ws(' ', (SELECT max(id) FROM load WHERE status = 'Succeeded'), (SELECT max(published_at) FROM forecast_version))
            """;
        return FormattableString.Invariant($"{await database.Command(sql).ScalarAsync<string>(ct)} {now:yyyyMMddHH}");
    }
}
