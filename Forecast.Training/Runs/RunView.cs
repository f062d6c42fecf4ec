using Forecast.Domain.Runs;

namespace Forecast.Training.Runs;

/// <summary>A run as people see it.</summary>
public sealed record RunView
{
    /// <summary>Key of the run.</summary>
    public required long Id { get; init; }

    /// <summary>Why it runs.</summary>
    public required RunKind Kind { get; init; }

    /// <summary>The region.</summary>
    public required int RegionId { get; init; }

    /// <summary>Name of the region.</summary>
    public required string RegionName { get; init; }

    /// <summary>The region's clock.</summary>
    public required TimeZoneInfo Zone { get; init; }

    /// <summary>The stores computed; null for the whole region.</summary>
    public required IReadOnlyList<int>? StoreIds { get; init; }

    /// <summary>Who asked.</summary>
    public required string RequestedBy { get; init; }

    /// <summary>Why, in the words of who asked.</summary>
    public required string Reason { get; init; }

    /// <summary>When it was asked for.</summary>
    public required DateTimeOffset RequestedAt { get; init; }

    /// <summary>When it was planned; null before.</summary>
    public required DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended; null before.</summary>
    public required DateTimeOffset? FinishedAt { get; init; }

    /// <summary>When it was promised to be done; null without a promise.</summary>
    public required DateTimeOffset? DeadlineAt { get; init; }

    /// <summary>Last day the model may see.</summary>
    public required DateOnly Origin { get; init; }

    /// <summary>Where it stands.</summary>
    public required RunStatus Status { get; init; }

    /// <summary>Series planned.</summary>
    public required int SeriesCount { get; init; }

    /// <summary>Series done.</summary>
    public required int SeriesDone { get; init; }

    /// <summary>Shards planned.</summary>
    public required int ShardCount { get; init; }

    /// <summary>Shards done.</summary>
    public required int ShardsDone { get; init; }

    /// <summary>Time it still needs, by its own pace or that of earlier runs; null when it has ended or nothing is known.</summary>
    public TimeSpan? Remaining { get; init; }

    /// <summary>Whether it fits models anew, wholly; otherwise it folds new days into those in use.</summary>
    public bool Fits { get; init; }

    /// <summary>Since when there has been no worker to compute it; null while there is one, and once it has ended.</summary>
    public DateTimeOffset? NoWorkerSince { get; init; }

    /// <summary>What became of it, in a sentence.</summary>
    public required string Message { get; init; }

    /// <summary>The forecast version it makes.</summary>
    public required long? ForecastVersionId { get; init; }

    /// <summary>The model version it uses or makes.</summary>
    public required long? ModelVersionId { get; init; }

    /// <summary>Whether it has ended.</summary>
    public bool HasEnded => Status is RunStatus.Succeeded or RunStatus.Failed or RunStatus.Cancelled;

    /// <summary>From the request to the end; null while it runs.</summary>
    public TimeSpan? Duration => FinishedAt - RequestedAt;
}
