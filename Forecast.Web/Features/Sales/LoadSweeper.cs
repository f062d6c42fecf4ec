using Forecast.Domain.Imports;
using Npgsql;

namespace Forecast.Web.Features.Sales;

/// <summary>
/// Marks loads whose process is gone, at the start and then every minute: an admin must not wait for a load that nobody runs.
/// </summary>
internal sealed class LoadSweeper(FileImport import, TimeProvider time, ILogger<LoadSweeper> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        do
        {
            try
            {
                int swept = await import.SweepAsync(stoppingToken);
                if (swept > 0)
                    logger.LogWarning("{Loads} loads were marked as failed: their process is gone.", swept);
            }
            catch (NpgsqlException e)
            {
                logger.LogWarning(e, "Loads could not be checked; the next attempt follows in a minute.");
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}
