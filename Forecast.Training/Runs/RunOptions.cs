using System.ComponentModel.DataAnnotations;

namespace Forecast.Training.Runs;

/// <summary>How runs are planned, computed and watched.</summary>
public sealed class RunOptions
{
    /// <summary>Section of the configuration.</summary>
    public const string Section = "Runs";

    /// <summary>Days forecast.</summary>
    [Range(1, 92)] public int HorizonDays { get; set; } = 14;

    /// <summary>Series that a shard should hold at most; a store is never split.</summary>
    [Range(1, 100_000)] public int SeriesPerShard { get; set; } = 1000;

    /// <summary>Below this many series a shard is not worth its overhead.</summary>
    [Range(1, 100_000)] public int MinSeriesPerShard { get; set; } = 250;

    /// <summary>Series from which the model over all of them learns at most; whole shards are left out beyond that.</summary>
    [Range(1, 1_000_000)] public int MostSeriesToLearnFrom { get; set; } = 10_000;

    /// <summary>Shards wanted at least, so that all workers of the cluster have something to do.</summary>
    [Range(1, 1024)] public int WorkersExpected { get; set; } = 4;

    /// <summary>Attempts at a shard before its run fails.</summary>
    [Range(1, 20)] public int MaxAttempts { get; set; } = 3;

    /// <summary>Seconds before the second attempt at a shard; doubled for each further one.</summary>
    [Range(0, 600)] public double RetryDelaySeconds { get; set; } = 1;

    /// <summary>A morning run fits anew when the model is at least this many days old.</summary>
    [Range(1, 366)] public int MaxModelAgeDays { get; set; } = 7;

    /// <summary>
    /// How much worse new models may do than those in use, relative to their WAPE in backtests of the same days; beyond it those in use
    /// stay. 0.1 reads "10 %".
    /// </summary>
    [Range(0.0, 10.0)] public double WorseByAtMost { get; set; } = 0.1;

    /// <summary>
    /// After which runs the models are scored beside an independent model: <c>Never</c>, <c>Retrains</c>, or <c>EveryRun</c>.
    /// </summary>
    public SecondOpinionWhen SecondOpinion { get; set; } = SecondOpinionWhen.Retrains;

    /// <summary>Series of a region that a second opinion learns from and scores at most; whole stores, as far as they fit.</summary>
    [Range(10, 10_000)] public int SecondOpinionSeries { get; set; } = 400;

    /// <summary>
    /// Threads for fitting in this process; 0 leaves one core to requests and to the workers' heartbeats, except while the model over all
    /// series is learned.
    /// </summary>
    [Range(0, 256)] public int FitThreads { get; set; }

    /// <summary>Seconds between two looks of the watchdog.</summary>
    [Range(0.1, 600)] public double WatchdogSeconds { get; set; } = 5;

    /// <summary>
    /// Whether the watchdog may start runs by itself: first forecasts and missed mornings. Recovery of lost work is always on.
    /// </summary>
    public bool StartsByItself { get; set; } = true;

    /// <summary>Minutes that a morning run may be overdue before the watchdog starts it.</summary>
    [Range(1, 1440)] public int MissedMorningMinutes { get; set; } = 10;

    /// <summary>
    /// Minutes from a morning run that failed to its next attempt; doubled for each further one, until the region's deadline.
    /// </summary>
    [Range(0.01, 60)] public double MorningRetryMinutes { get; set; } = 1;

    /// <summary>Minutes between two attempts at a morning run at most.</summary>
    [Range(0.01, 240)] public double MorningRetryAtMostMinutes { get; set; } = 15;

    /// <summary>Refreshes that one person may start within a minute; what is under way already is joined and does not count.</summary>
    [Range(1, 1000)] public int RefreshesPerMinute { get; set; } = 20;

    /// <summary>Days for which forecasts are kept that are no longer on show.</summary>
    [Range(1, 3660)] public int KeepForecastDays { get; set; } = 30;

    /// <summary>Days for which the state of models is kept that are no champions.</summary>
    [Range(1, 3660)] public int KeepModelDays { get; set; } = 60;

    /// <summary>Threads that fit in this process.</summary>
    internal int ThreadsToFit => FitThreads > 0 ? FitThreads : Math.Max(1, Environment.ProcessorCount - 1);

    /// <summary>
    /// Fits that compute at the same time in this process; on more threads than that, each fit uses several. Every worker holds a
    /// connection to the database, so there are few.
    /// </summary>
    internal int FitSlots => Math.Min(ThreadsToFit, 4);

    /// <summary>
    /// Threads that learn the model over all series: every core for some seconds, since all else of its run waits for it.
    /// </summary>
    internal int LearnThreads => FitThreads > 0 ? FitThreads : Environment.ProcessorCount;
}
