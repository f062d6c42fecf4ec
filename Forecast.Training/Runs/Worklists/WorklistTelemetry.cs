using System.Diagnostics.Metrics;
using Forecast.Domain.Telemetry;
using Forecast.Training.Worklists;

namespace Forecast.Training.Runs.Worklists;

/// <summary>What making worklists tells of itself.</summary>
internal static class WorklistTelemetry
{
    private static readonly Histogram<double> Duration = ProductTelemetry.Figures.CreateHistogram<double>(
        "foreact.worklist.duration", "s", "Making the worklist of a region, from reading to written.",
        advice: new() { HistogramBucketBoundaries = [0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 20] });

    private static readonly Counter<long> Lines = ProductTelemetry.Figures.CreateCounter<long>(
        "foreact.worklist.lines", "{line}", "Lines found for worklists, by kind.");

    /// <summary>A list was made.</summary>
    public static void Made(TimeSpan duration, IEnumerable<Finding> findings)
    {
        Duration.Record(duration.TotalSeconds);
        foreach (var kind in findings.CountBy(f => f.Kind))
            Lines.Add(kind.Value, new KeyValuePair<string, object?>("kind", kind.Key.ToString()));
    }
}
