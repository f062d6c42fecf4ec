using Forecast.Domain.Runs;

namespace Forecast.Training.Runs.Shards;

/// <summary>One attempt at a shard, as its worker took it.</summary>
internal sealed record ShardWork
{
    public required long RunId { get; init; }

    public required int Number { get; init; }

    /// <summary>Together with <see cref="Worker"/>, the fence: only the attempt that holds the shard may write.</summary>
    public required int Attempt { get; init; }

    public required string Worker { get; init; }

    public required int[] StoreIds { get; init; }

    public required int SeriesCount { get; init; }

    public required int ShardCount { get; init; }

    public required RunKind Kind { get; init; }

    public required int RegionId { get; init; }

    public required DateOnly Origin { get; init; }

    public required int Horizon { get; init; }

    public required long ForecastVersionId { get; init; }

    public required DateOnly Partition { get; init; }

    public required long ModelVersionId { get; init; }

    /// <summary>Whether the run makes its model version, instead of using one.</summary>
    public required bool Fits { get; init; }

    /// <summary>Whether it learns the model over all series, for the other shards.</summary>
    public bool Learns => StoreIds.Length == 0;

    /// <summary>A name that no other attempt at any shard has.</summary>
    public string AttemptName() => FormattableString.Invariant($"{Attempt}-{Guid.CreateVersion7():N}");

    /// <summary>Where the trace of its run began; null when nobody listened.</summary>
    public string? TraceParent { get; init; }

    /// <summary>Highest load that the model version has seen.</summary>
    public required long SeenLoadId { get; init; }
}
