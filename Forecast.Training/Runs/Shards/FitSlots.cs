using Microsoft.Extensions.Options;

namespace Forecast.Training.Runs.Shards;

/// <summary>
/// Limits how many fits compute at the same time in this process. Shards beyond that read their history or write their results
/// meanwhile. One core stays free: a starved worker misses its heartbeat and loses its job, and pages stall.
/// </summary>
internal sealed class FitSlots(IOptions<RunOptions> options) : IDisposable
{
    private readonly SemaphoreSlim slots = new(options.Value.FitSlots);

    /// <summary>Threads one fit should use: all slots when the run has fewer shards than there are slots.</summary>
    public int ThreadsFor(int shardCount) =>
        Math.Max(1, options.Value.ThreadsToFit / Math.Clamp(shardCount, 1, options.Value.FitSlots));

    /// <summary>Runs a computation in a slot, off the caller's thread.</summary>
    public async Task<T> RunAsync<T>(Func<T> compute, CancellationToken ct)
    {
        await slots.WaitAsync(ct);
        try
        {
            return await Task.Run(compute, ct);
        }
        finally
        {
            slots.Release();
        }
    }

    /// <summary>Likewise, without a result.</summary>
    public Task RunAsync(Action compute, CancellationToken ct) =>
        RunAsync(() =>
        {
            compute();
            return true;
        }, ct);

    public void Dispose() => slots.Dispose();
}
