using Forecast.Domain.Runs;
using Forecast.Training.Runs.Publishing;
using Forecast.Training.Runs.Scheduling;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Forecast.Training.Runs.Shards;

/// <summary>Takes a shard, computes it, stores it; publishes the run with its last shard. Safe to call any number of times, anywhere.</summary>
internal sealed class ShardRunner(
    ShardLeases leases, ShardComputation computation, ForecastWriter writer, Publisher publisher, RunEnd runEnd, ShardTriggers triggers,
    TimeProvider clock, IOptions<RunOptions> options, ILogger<ShardRunner> logger)
{
    /// <summary>Computes the shard unless somebody else does or did.</summary>
    public async Task RunAsync(long runId, int number, CancellationToken ct)
    {
        if (await leases.TryTakeAsync(runId, number, ct) is not { } work)
            return;
        if (await ComputeAsync(work, ct) is not { } progress)
            return;
        if (progress.AllDone)
            await publisher.PublishAsync(runId, ct);
        else if (work.Learns)
            await triggers.ScheduleAsync([.. Enumerable.Range(1, progress.ShardCount - 1).Select(n => new ShardKey(runId, n, 1))], work.Fits, TimeSpan.Zero, ct);
    }

    private async Task<RunProgress?> ComputeAsync(ShardWork work, CancellationToken ct)
    {
        await using var lease = new LeaseKeeper(leases, work, options.Value.Lease, clock, logger, ct);
        try
        {
            var result = await computation.RunAsync(work, lease.Token);
            return await writer.WriteAsync(work, result, lease.Token);
        }
        catch (OperationCanceledException) when (lease.Lost)
        {
            logger.LogInformation("Shard {Shard} of run {Run} was stopped: its run was, or another worker took it over.", work.Number, work.RunId);
            return null;
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            await leases.GiveBackAsync(work, CancellationToken.None);
            throw;
        }
        catch (Exception e)
        {
            logger.LogWarning(e, "Attempt {Attempt} at shard {Shard} of run {Run} failed.", work.Attempt, work.Number, work.RunId);
            await FailAsync(work, e, ct);
            return null;
        }
    }

    /// <summary>Schedules the next attempt or ends the run. Where even that fails, the lease runs out and the watchdog takes over.</summary>
    private async Task FailAsync(ShardWork work, Exception failure, CancellationToken ct)
    {
        // What several threads threw is told by the first of them.
        var message = failure.GetBaseException().Message;
        switch (await leases.FailAsync(work, message, ct))
        {
            case ShardStatus.Waiting:
                var delay = TimeSpan.FromSeconds(options.Value.RetryDelaySeconds * Math.Pow(2, work.Attempt - 1));
                await triggers.ScheduleAsync([new ShardKey(work.RunId, work.Number, work.Attempt + 1)], work.Fits, delay, ct);
                break;
            case ShardStatus.Failed:
                await runEnd.FailAsync(work.RunId, RunEnd.ShardFailure(work.Attempt, message), ct);
                break;
        }
    }
}
