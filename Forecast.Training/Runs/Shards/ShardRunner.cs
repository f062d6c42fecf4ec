using System.Diagnostics;
using System.Globalization;
using Forecast.Domain.Runs;
using Forecast.Training.Runs.Planning;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Forecast.Training.Runs.Shards;

/// <summary>Takes a shard, computes it, stores it. Safe to call any number of times, anywhere.</summary>
internal sealed class ShardRunner(
    ShardHolds holds, ShardComputation computation, ForecastWriter writer, RunEnd runEnd, IOptions<RunOptions> options,
        ILogger<ShardRunner> logger)
{
    /// <summary>Computes the shard for a job; how far the run is then, or null when there was nothing to do for this job.</summary>
    /// <exception cref="ShardFailedException">The attempt failed, and that is recorded.</exception>
    /// <exception cref="ShardLostException">Meanwhile the run ended or another worker took the shard over.</exception>
    /// <exception cref="OperationCanceledException">The worker is to stop; the shard is given back.</exception>
    public async Task<RunProgress?> RunAsync(long runId, int number, long jobId, CancellationToken ct)
    {
        if (await holds.TryTakeAsync(runId, number, jobId, ct) is not { } work)
        {
            await EndLostAsync(runId, number, jobId, ct);
            return null;
        }

        using var telling = RunTelemetry.Continue("compute shard", runId, work.TraceParent)
            ?.SetTag("foreact.shard", number).SetTag("foreact.region", work.RegionId).SetTag("foreact.attempt", work.Attempt);
        using var scope = logger.BeginScope("run {Run} shard {Shard} region {Region}", runId, number, work.RegionId);
        var began = Stopwatch.GetTimestamp();
        try
        {
            var result = await computation.RunAsync(work, ct);
            var progress = await writer.WriteAsync(work, result, ct) ?? throw new ShardLostException();
            RunTelemetry.ShardEnded(work.Kind, "done", Stopwatch.GetElapsedTime(began));
            return progress;
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            await holds.GiveBackAsync(work, CancellationToken.None);
            throw;
        }
        catch (Exception e) when (e is not ShardLostException)
        {
            telling?.SetStatus(ActivityStatusCode.Error, e.Message);
            logger.LogWarning(e, "Attempt {Attempt} at shard {Shard} of run {Run} failed.", work.Attempt, work.Number, work.RunId);
            throw await FailAsync(work, e, Stopwatch.GetElapsedTime(began), ct);
        }
    }

    /// <summary>Records the failure, and ends the run with the last attempt. Where even that fails, the job comes again.</summary>
    private async Task<Exception> FailAsync(ShardWork work, Exception failure, TimeSpan took, CancellationToken ct)
    {
        switch (await holds.FailAsync(work, failure.GetBaseException().Message, ct))
        {
            case ShardStatus.Waiting:
                RunTelemetry.ShardEnded(work.Kind, "again", took);
                return new ShardFailedException(
                    TimeSpan.FromSeconds(options.Value.RetryDelaySeconds * Math.Pow(2, work.Attempt - 1)), failure);
            case ShardStatus.Failed:
                RunTelemetry.ShardEnded(work.Kind, "exhausted", took);
                await runEnd.FailAsync(work.RunId, RunFailure.OfPart(work.Attempt, failure), ct);
                return new ShardFailedException(null, failure);
            default:
                return new ShardLostException();
        }
    }

    private async Task EndLostAsync(long runId, int number, long jobId, CancellationToken ct)
    {
        if (await holds.EndLostAsync(runId, number, jobId, ct) is not { } lost)
            return;
        logger.LogWarning(
            "Shard {Shard} of run {Run} was lost with its worker {Attempts} times.", number.ToString(CultureInfo.InvariantCulture), runId,
                lost.Attempt);
        await runEnd.FailAsync(runId, RunFailure.OfLostWorkers(lost.Attempt, lost.Detail), ct);
    }
}
