using Forecast.Training.Runs.Shards;
using Hangfire.States;

namespace Forecast.Training.Runs.Scheduling;

/// <summary>
/// Turns the failure of an attempt at a shard into the next attempt, while there is one: how many and when is the shard's business, and its
/// row's, not the job's.
/// </summary>
internal sealed class ShardRetry : IElectStateFilter
{
    public void OnStateElection(ElectStateContext context)
    {
        if (context.CandidateState is FailedState { Exception: ShardFailedException { RetryAfter: { } delay } failure })
            context.CandidateState = new ScheduledState(delay) { Reason = $"The attempt failed: {failure.Message}" };
    }
}
