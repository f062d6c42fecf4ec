namespace Forecast.Domain.Runs;

/// <summary>One computation of forecasts for a region or some of its stores.</summary>
public sealed class Run
{
    /// <summary>Database key.</summary>
    public long Id { get; set; }

    /// <summary>Why it runs.</summary>
    public RunKind Kind { get; set; }

    /// <summary>The region.</summary>
    public int RegionId { get; set; }

    /// <summary>The stores computed, sorted; null for the whole region.</summary>
    public int[]? StoreIds { get; set; }

    /// <summary>Kind and scope in one text; unique among the runs that have not ended, so that equal requests share one run.</summary>
    public required string ScopeKey { get; set; }

    /// <summary>Who asked: a user's name or "schedule".</summary>
    public required string RequestedBy { get; set; }

    /// <summary>Why, in the words of who asked.</summary>
    public string Reason { get; set; } = "";

    /// <summary>When it was asked for.</summary>
    public DateTimeOffset RequestedAt { get; set; }

    /// <summary>When planning began; null before.</summary>
    public DateTimeOffset? StartedAt { get; set; }

    /// <summary>When it ended, well or not; null before.</summary>
    public DateTimeOffset? FinishedAt { get; set; }

    /// <summary>When it was promised to be done; null without a promise.</summary>
    public DateTimeOffset? DeadlineAt { get; set; }

    /// <summary>Last day the model may see.</summary>
    public DateOnly Origin { get; set; }

    /// <summary>Where it stands.</summary>
    public RunStatus Status { get; set; }

    /// <summary>Set by whoever cancels; workers stop at the next shard.</summary>
    public bool CancelRequested { get; set; }

    /// <summary>Shards planned.</summary>
    public int ShardCount { get; set; }

    /// <summary>Shards done.</summary>
    public int ShardsDone { get; set; }

    /// <summary>Series planned.</summary>
    public int SeriesCount { get; set; }

    /// <summary>Series done.</summary>
    public int SeriesDone { get; set; }

    /// <summary>The forecast version it makes; null before planning.</summary>
    public long? ForecastVersionId { get; set; }

    /// <summary>The model version it uses or makes; null before planning.</summary>
    public long? ModelVersionId { get; set; }

    /// <summary>What became of it, in a sentence for planners: remarks, refits, the reason of a failure.</summary>
    public string Message { get; set; } = "";

    /// <summary>What was reported when it failed, word for word, for admins; empty where the message says it all.</summary>
    public string Detail { get; set; } = "";

    /// <summary>Whether it has ended.</summary>
    public bool HasEnded => Status is RunStatus.Succeeded or RunStatus.Failed or RunStatus.Cancelled;

    /// <summary>
    /// Where its trace began (W3C trace context, traceparent), so that every process goes on with it; null when nobody listened.
    /// </summary>
    public string? TraceParent { get; set; }
}
