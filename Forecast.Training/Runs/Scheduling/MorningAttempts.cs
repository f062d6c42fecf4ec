using Forecast.Domain.Runs;

namespace Forecast.Training.Runs.Scheduling;

/// <summary>The runs of one region's morning so far, oldest first: where each stands, and when it ended.</summary>
internal sealed record MorningAttempts(IReadOnlyList<(RunStatus Status, DateTimeOffset? FinishedAt)> Runs)
{
    /// <summary>Whether some failed and none goes on or went well.</summary>
    public bool OnlyFailed => Runs.Count > 0 && Runs.All(r => r.Status == RunStatus.Failed);

    /// <summary>
    /// Whether another is due: the first at once, and after one that failed the next, further and further apart, until the deadline. Nobody
    /// waits for one after it, as the forecast of the day before is on show and marked by then.
    /// </summary>
    public bool IsNextDue(DateTimeOffset now, DateTimeOffset deadline, RunOptions options) =>
        Runs.Count == 0 || (OnlyFailed && now < deadline && now >= Runs[^1].FinishedAt + Wait(options));

    private TimeSpan Wait(RunOptions options) =>
        TimeSpan.FromMinutes(Math.Min(options.MorningRetryMinutes * Math.Pow(2, Runs.Count - 1), options.MorningRetryAtMostMinutes));
}
