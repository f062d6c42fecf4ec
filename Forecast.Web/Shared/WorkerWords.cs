namespace Forecast.Web.Shared;

/// <summary>What it means to planners that nobody computes.</summary>
internal static class WorkerWords
{
    /// <summary>For whoever waits for a run, or is about to ask for one.</summary>
    public static string Nobody(DateTimeOffset since, TimeZoneInfo zone, DateOnly today) =>
        $"No worker has been there since {Formats.Moment(since, zone, today)}, so nothing new is computed until one is back. "
        + "What is asked for now waits and is not lost.";

    /// <summary>Beside a run that waits.</summary>
    public static string Waiting(DateTimeOffset since, TimeZoneInfo zone, DateOnly today) =>
        $"Waiting: no worker has been there since {Formats.Moment(since, zone, today)}";
}
