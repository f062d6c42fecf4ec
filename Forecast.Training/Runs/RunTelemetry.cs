using System.Diagnostics;
using System.Diagnostics.Metrics;
using Forecast.Domain.Runs;
using Forecast.Domain.Telemetry;

namespace Forecast.Training.Runs;

/// <summary>
/// What a run tells of itself. Its trace begins where somebody asks for it and goes on, over processes, until its forecast is on show: the
/// run keeps where it began.
/// </summary>
internal static class RunTelemetry
{
    private static readonly Histogram<double> RunDuration = ProductTelemetry.Figures.CreateHistogram<double>(
        "foreact.run.duration", "s", "From the request of a run to its end.",
        advice: new() { HistogramBucketBoundaries = [0.25, 0.5, 1, 2, 5, 10, 30, 60, 120, 240, 300, 600, 1800] });

    private static readonly Histogram<double> ShardDuration = ProductTelemetry.Figures.CreateHistogram<double>(
        "foreact.shard.duration", "s", "One attempt at a shard.",
        advice: new() { HistogramBucketBoundaries = [0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60, 120] });

    private static readonly Counter<long> ShardAttempts = ProductTelemetry.Figures.CreateCounter<long>(
        "foreact.shard.attempts", "{attempt}", "Attempts at shards, by how they ended.");

    /// <summary>Begins a part of what an order leads to, under what goes on now.</summary>
    public static Activity? Begin(string name, RunKind kind, int regionId) =>
        ProductTelemetry.Traces.StartActivity(name)?.SetTag("foreact.kind", kind.ToString()).SetTag("foreact.region", regionId);

    /// <summary>Goes on with the trace of a run, in whichever process.</summary>
    /// <param name="name">What is done.</param>
    /// <param name="runId">The run.</param>
    /// <param name="begun">Where the trace began, as the run kept it; null when nobody listened then.</param>
    public static Activity? Continue(string name, long runId, string? begun)
    {
        _ = ActivityContext.TryParse(begun, traceState: null, isRemote: true, out var parent);
        return ProductTelemetry.Traces.StartActivity(name, ActivityKind.Consumer, parent)?.SetTag("foreact.run", runId);
    }

    /// <summary>A run has ended.</summary>
    public static void Ended(RunKind kind, string outcome, TimeSpan duration) =>
        RunDuration.Record(duration.TotalSeconds, new("kind", kind.ToString()), new("outcome", outcome));

    /// <summary>An attempt at a shard has ended.</summary>
    /// <param name="kind">Of its run.</param>
    /// <param name="outcome">"done", "again" where another attempt follows, "exhausted" where it was the last.</param>
    /// <param name="duration">How long it took.</param>
    public static void ShardEnded(RunKind kind, string outcome, TimeSpan duration)
    {
        ShardDuration.Record(duration.TotalSeconds, new KeyValuePair<string, object?>("kind", kind.ToString()));
        ShardAttempts.Add(1, new KeyValuePair<string, object?>("outcome", outcome));
    }
}
