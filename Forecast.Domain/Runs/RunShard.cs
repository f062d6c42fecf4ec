namespace Forecast.Domain.Runs;

/// <summary>
/// The part of a run that one worker computes at a time: some whole stores, or, first of all and without stores of its own, the model over
/// all series that the others use.
/// </summary>
public sealed class RunShard
{
    /// <summary>The run.</summary>
    public long RunId { get; set; }

    /// <summary>Number within the run, from 0.</summary>
    public int Number { get; set; }

    /// <summary>The stores; none for the part that learns the model over all series.</summary>
    public required int[] StoreIds { get; set; }

    /// <summary>Whether this part learns the model over all series; the others wait for it.</summary>
    public bool Learns => StoreIds.Length == 0;

    /// <summary>Series in it.</summary>
    public int SeriesCount { get; set; }

    /// <summary>Where it stands.</summary>
    public ShardStatus Status { get; set; }

    /// <summary>How often it was begun.</summary>
    public int Attempt { get; set; }

    /// <summary>The worker that holds or held it; empty before.</summary>
    public string Worker { get; set; } = "";

    /// <summary>The job given to compute it; null before it can be computed.</summary>
    public long? JobId { get; set; }

    /// <summary>When the last attempt began; null before.</summary>
    public DateTimeOffset? StartedAt { get; set; }

    /// <summary>When it ended; null before.</summary>
    public DateTimeOffset? FinishedAt { get; set; }

    /// <summary>Remarks, such as why state was refitted, or the last failure.</summary>
    public string Message { get; set; } = "";
}
