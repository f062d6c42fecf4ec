namespace Forecast.Domain.Runs;

/// <summary>Where a shard stands.</summary>
public enum ShardStatus
{
    /// <summary>Not yet taken by a worker.</summary>
    Waiting,

    /// <summary>Held by a worker.</summary>
    Running,

    /// <summary>Its forecasts are stored.</summary>
    Done,

    /// <summary>It failed more often than is allowed.</summary>
    Failed,

    /// <summary>Its run ended before it was done.</summary>
    Cancelled,
}
