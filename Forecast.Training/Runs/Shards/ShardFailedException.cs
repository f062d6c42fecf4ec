namespace Forecast.Training.Runs.Shards;

/// <summary>An attempt at a shard failed; that is recorded already.</summary>
internal sealed class ShardFailedException(TimeSpan? retryAfter, Exception failure) : Exception(failure.GetBaseException().Message, failure)
{
    /// <summary>When to try again; null after the last attempt.</summary>
    public TimeSpan? RetryAfter { get; } = retryAfter;
}
