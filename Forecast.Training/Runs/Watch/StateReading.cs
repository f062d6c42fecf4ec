namespace Forecast.Training.Runs.Watch;

/// <summary>What the database says at the moment.</summary>
/// <param name="Queues">Jobs that wait, by queue.</param>
/// <param name="Active">Runs that have not ended, by kind.</param>
/// <param name="Regions">Each region.</param>
internal sealed record StateReading(
    IReadOnlyList<QueueState> Queues, IReadOnlyList<ActiveRuns> Active, IReadOnlyList<RegionState> Regions);

/// <summary>A queue.</summary>
/// <param name="Queue">Its name.</param>
/// <param name="Waiting">Jobs in it that no worker has taken.</param>
/// <param name="OldestSeconds">How long the oldest of them has waited; 0 when none waits.</param>
internal sealed record QueueState(string Queue, long Waiting, double OldestSeconds);

/// <summary>Runs of a kind that have not ended.</summary>
internal sealed record ActiveRuns(string Kind, long Runs);

/// <summary>A region; null where there is nothing to tell yet.</summary>
/// <param name="Region">Its code.</param>
/// <param name="MorningDue">When the forecast of the last morning that has begun was promised.</param>
/// <param name="NextMorning">When the next morning run starts.</param>
/// <param name="Published">When a forecast of all of it was last published.</param>
/// <param name="FeedAgeSeconds">Since the end of its newest day with sales.</param>
/// <param name="ModelAgeSeconds">Since its models were fitted.</param>
/// <param name="Wape">Their WAPE in the backtest, 0 to 1 and above.</param>
/// <param name="NaiveWape">That of seasonal naive.</param>
internal sealed record RegionState(
    string Region, DateTimeOffset MorningDue, DateTimeOffset NextMorning, DateTimeOffset? Published, double? FeedAgeSeconds,
    double? ModelAgeSeconds, double? Wape, double? NaiveWape);
