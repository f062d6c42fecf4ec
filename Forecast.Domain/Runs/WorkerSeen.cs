namespace Forecast.Domain.Runs;

/// <summary>When a worker was last seen that takes jobs of a queue.</summary>
public sealed class WorkerSeen
{
    /// <summary>The queue.</summary>
    public required string Queue { get; set; }

    /// <summary>Its last heartbeat, by the database's clock.</summary>
    public DateTimeOffset SeenAt { get; set; }
}
