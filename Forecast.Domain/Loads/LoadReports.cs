using Forecast.Domain.Reading;
using Npgsql;

namespace Forecast.Domain.Loads;

/// <summary>Reports a running load twice a second, on another connection than the load's.</summary>
internal sealed class LoadReports : IAsyncDisposable
{
    private readonly CancellationTokenSource stopping = new();
    private readonly Task reporting;

    public LoadReports(
        LoadBook book, Load load, LoadCounts counts, LoadFile file, IProgress<ImportProgress>? progress, TimeSpan interval) =>
        reporting = Task.Run(async () =>
        {
            using var timer = new PeriodicTimer(interval);
            while (await NextAsync(timer))
            {
                progress?.Report(
                    new ImportProgress(
                    load.Id, LoadStatus.Running, file.BytesRead, load.BytesTotal, counts.RowsRead, counts.RowsRejected));
                try
                {
                    await book.ReportAsync(load, LoadStatus.Running, "", counts, file.BytesRead, CancellationToken.None);
                }
                catch (NpgsqlException)
                {
                    // A report is worth no load: when the database is gone, the load itself finds out and says so.
                }
            }
        });

    /// <summary>Waits for the last report, so that none comes after the end.</summary>
    public async Task StopAsync()
    {
        await stopping.CancelAsync();
        await reporting;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        stopping.Dispose();
    }

    private async Task<bool> NextAsync(PeriodicTimer timer)
    {
        try
        {
            return await timer.WaitForNextTickAsync(stopping.Token);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
