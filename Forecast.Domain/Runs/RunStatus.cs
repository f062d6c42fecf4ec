namespace Forecast.Domain.Runs;

/// <summary>Where a run stands.</summary>
public enum RunStatus
{
    /// <summary>Asked for, not yet planned.</summary>
    Queued,

    /// <summary>Its shards are being computed.</summary>
    Running,

    /// <summary>All shards are done; the region's pointers are about to move.</summary>
    Publishing,

    /// <summary>Its forecast is, or was, on show.</summary>
    Succeeded,

    /// <summary>It gave up; what was on show before still is.</summary>
    Failed,

    /// <summary>Somebody stopped it; what was on show before still is.</summary>
    Cancelled,
}
