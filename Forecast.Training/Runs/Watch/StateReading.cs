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
/// <param name="Workers">Servers that take its jobs and were heard of within 15 s.</param>
internal sealed record QueueState(string Queue, long Waiting, double OldestSeconds, long Workers);

/// <summary>Runs of a kind that have not ended.</summary>
internal sealed record ActiveRuns(string Kind, long Runs);

/// <summary>A region; null where there is nothing to tell yet.</summary>
/// <param name="Region">Its code.</param>
/// <param name="MorningDue">
/// What the next morning forecast must meet: the deadline of the morning that has begun until its forecast is on show, then that of
/// the next. Null before the first forecast.
/// </param>
/// <param name="NextMorning">When the next morning run starts.</param>
/// <param name="Published">When a forecast of all of it was last published.</param>
/// <param name="FeedAgeSeconds">Since the last load that brought it sales.</param>
/// <param name="ModelAgeSeconds">Since its models were fitted.</param>
/// <param name="Accuracy">How wrong what was published was.</param>
internal sealed record RegionState(
    string Region, DateTimeOffset? MorningDue, DateTimeOffset NextMorning, DateTimeOffset? Published, double? FeedAgeSeconds,
    double? ModelAgeSeconds, RegionAccuracy? Accuracy);

/// <summary>
/// How wrong what was published was, item by item and one day ahead, on the last seven days that are scored; ratios, null where undefined.
/// </summary>
/// <param name="Wape">Σ|miss| ÷ Σ sold.</param>
/// <param name="NaiveWape">The same of repeating the week before.</param>
/// <param name="Bias">Σ(expected − sold) ÷ Σ sold.</param>
/// <param name="Coverage">Share of item-days inside their band.</param>
internal sealed record RegionAccuracy(double? Wape, double? NaiveWape, double? Bias, double? Coverage);
