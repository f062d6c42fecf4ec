using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Forecast.Training.Runs.Watch;

/// <summary>
/// Sees to it that what was begun is ended and what is due is begun, on a clock of its own: nothing here depends on the scheduler firing.
/// Every replica has one; an advisory lock lets one at a time look.
/// </summary>
internal sealed class Watchdog(
    NpgsqlDataSource database, IEnumerable<IWatch> watches, TimeProvider clock, IOptions<RunOptions> options, ILogger<Watchdog> logger)
    : BackgroundService
{
    private const long LockKey = 0x0F0EAC72;

    private readonly IWatch[] watches = [.. watches];

    /// <summary>Looks once; false if another replica is looking.</summary>
    public async Task<bool> LookAsync(CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        // A process that is frozen in the middle of a look must not keep all others from looking.
        await connection.Command("SET idle_session_timeout = '60s'").ExecuteAsync(ct);
        if (!await connection.Command("SELECT pg_try_advisory_lock($1)", LockKey).ScalarAsync<bool>(ct))
            return false;
        try
        {
            foreach (var watch in watches)
                await LookAsync(watch, ct);
        }
        finally
        {
            await connection.Command("SELECT pg_advisory_unlock($1)", LockKey).ExecuteAsync(CancellationToken.None);
            await connection.Command("RESET idle_session_timeout").ExecuteAsync(CancellationToken.None);
        }

        return true;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(options.Value.WatchdogSeconds), clock);
        try
        {
            do
            {
                try
                {
                    await LookAsync(stoppingToken);
                }
                catch (Exception e) when (e is not OperationCanceledException)
                {
                    logger.LogWarning(e, "The watchdog could not look; it will again.");
                }
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
            // The process stops.
        }
    }

    /// <summary>One watch that fails must not blind the others.</summary>
    private async Task LookAsync(IWatch watch, CancellationToken ct)
    {
        try
        {
            await watch.LookAsync(ct);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            logger.LogWarning(e, "{Watch} failed; it will be tried again.", watch.GetType().Name);
        }
    }
}
