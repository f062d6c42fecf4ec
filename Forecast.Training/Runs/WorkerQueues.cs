namespace Forecast.Training.Runs;

/// <summary>The queues that workers take jobs from. Each kind of work has one, so that a process can be told which it does.</summary>
public static class WorkerQueues
{
    /// <summary>Starts of morning runs.</summary>
    public const string Clock = "clock";

    /// <summary>Parts of runs that fold new days into stored state: planners wait for them.</summary>
    public const string Refresh = "refresh";

    /// <summary>Parts of runs that fit: long, and on many cores.</summary>
    public const string Fit = "fit";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Clock, Refresh, Fit];

    /// <summary>Where the parts of a run are computed.</summary>
    internal static string Of(bool fits) => fits ? Fit : Refresh;
}
