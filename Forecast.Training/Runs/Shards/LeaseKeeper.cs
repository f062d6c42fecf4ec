using Microsoft.Extensions.Logging;

namespace Forecast.Training.Runs.Shards;

/// <summary>Renews a lease while its shard is computed, and cancels the computation when the lease is lost or the run was stopped.</summary>
internal sealed class LeaseKeeper : IAsyncDisposable
{
    private readonly CancellationTokenSource computing;
    private readonly CancellationTokenSource keeping = new();
    private readonly Task loop;

    public LeaseKeeper(ShardLeases leases, ShardWork work, TimeSpan lease, TimeProvider clock, ILogger logger, CancellationToken ct)
    {
        computing = CancellationTokenSource.CreateLinkedTokenSource(ct);
        loop = KeepAsync(leases, work, lease, clock, logger);
    }

    /// <summary>Cancelled when the work should stop, for whatever reason.</summary>
    public CancellationToken Token => computing.Token;

    /// <summary>Whether the lease is gone: nothing may be written any more.</summary>
    public bool Lost { get; private set; }

    public async ValueTask DisposeAsync()
    {
        await keeping.CancelAsync();
        await loop;
        keeping.Dispose();
        computing.Dispose();
    }

    private async Task KeepAsync(ShardLeases leases, ShardWork work, TimeSpan lease, TimeProvider clock, ILogger logger)
    {
        using var timer = new PeriodicTimer(lease / 4, clock);
        long renewed = clock.GetTimestamp();
        try
        {
            while (await timer.WaitForNextTickAsync(keeping.Token))
            {
                try
                {
                    Lost = !await leases.RenewAsync(work, keeping.Token);
                    renewed = clock.GetTimestamp();
                }
                catch (Exception e) when (e is not OperationCanceledException)
                {
                    // The database may be back in a moment; until the lease has run out nobody else takes the shard.
                    logger.LogWarning(e, "The lease of shard {Shard} of run {Run} could not be renewed.", work.Number, work.RunId);
                    Lost = clock.GetElapsedTime(renewed) > lease;
                }

                if (!Lost)
                    continue;
                await computing.CancelAsync();
                return;
            }
        }
        catch (OperationCanceledException)
        {
            // The shard has ended.
        }
    }
}
