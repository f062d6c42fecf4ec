using System.Globalization;
using Forecast.Training.Runs.Planning;
using Forecast.Training.Runs.Publishing;
using Forecast.Training.Runs.Shards;
using Hangfire.Server;

namespace Forecast.Training.Runs.Scheduling;

/// <summary>Says when a shard is computed, <see cref="ShardRunner"/> says how; publishes the run with its last shard.</summary>
internal sealed class ShardJob(ShardRunner runner, Publisher publisher) : IShardJob
{
    public Task FitAsync(long runId, int number, PerformContext context, CancellationToken ct) => RunAsync(runId, number, context, ct);

    public Task RefreshAsync(long runId, int number, PerformContext context, CancellationToken ct) => RunAsync(runId, number, context, ct);

    /// <summary>Computes the shard for a job unless another does or did.</summary>
    public async Task RunAsync(long runId, int number, long jobId, CancellationToken ct)
    {
        if (await runner.RunAsync(runId, number, jobId, ct) is { AllDone: true })
            await publisher.PublishAsync(runId, ct);
    }

    private async Task RunAsync(long runId, int number, PerformContext context, CancellationToken ct)
    {
        try
        {
            await RunAsync(runId, number, long.Parse(context.BackgroundJob.Id, CultureInfo.InvariantCulture), ct);
        }
        catch (ShardLostException)
        {
            // Whoever has the job now also decides how it ends: a worker that comes back late must not mark it as done.
            throw new JobAbortedException();
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // Says whether the process stops, and the job must be queued again, or the job was taken away.
            context.CancellationToken.ThrowIfCancellationRequested();
            throw;
        }
    }
}
