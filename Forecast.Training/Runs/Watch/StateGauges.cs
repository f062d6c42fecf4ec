using System.Diagnostics.Metrics;
using Forecast.Domain.Telemetry;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Forecast.Training.Runs.Watch;

/// <summary>
/// Figures of what the database says at the moment: queues, mornings, feeds, models. Every process tells them, so that they do not fall
/// silent with one; they say the same, and whoever reads them takes the highest.
/// </summary>
internal sealed class StateGauges : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);

    private readonly Meter meter = new(ProductTelemetry.Name); // One for each process's worth: gauges end with their meter.
    private readonly StateReader reader;
    private readonly TimeProvider clock;
    private readonly ILogger<StateGauges> logger;
    private readonly Instrument[] gauges;
    private volatile StateReading? last;

    public StateGauges(StateReader reader, TimeProvider clock, ILogger<StateGauges> logger)
    {
        (this.reader, this.clock, this.logger) = (reader, clock, logger);
        gauges =
        [
            Queues("foreact.job.queue.length", "{job}", "Jobs that wait.", q => q.Waiting),
            Queues("foreact.job.queue.age", "s", "How long the job that has waited longest has waited.", q => q.OldestSeconds),
            Gauge("foreact.run.active", "{run}", "Runs that have not ended.", s => s.Active, a => (a.Runs, "kind", a.Kind)),
            Queues("foreact.worker.live", "{worker}", "Workers heard of within 15 s that take jobs of the queue.", q => q.Workers),
            Regions("foreact.morning.due", "s", "Deadline of the next morning forecast to come, Unix time.", r => Unix(r.MorningDue)),
            Regions("foreact.morning.published", "s", "When a region's forecast was last published, Unix time.", r => Unix(r.Published)),
            Regions("foreact.morning.next_fire", "s", "When the next morning run starts, Unix time.", r => Unix(r.NextMorning)),
            Regions("foreact.feed.age", "s", "Since the last load that brought the region sales.", r => r.FeedAgeSeconds),
            Regions("foreact.forecast.error", "1", "WAPE of what was published.", r => r.Accuracy?.Wape),
            Regions("foreact.forecast.error.baseline", "1", "WAPE of repeating the week before.", r => r.Accuracy?.NaiveWape),
            Regions("foreact.forecast.bias", "1", "Bias of what was published.", r => r.Accuracy?.Bias),
            Regions("foreact.forecast.coverage", "1", "Share of item-days inside their band.", r => r.Accuracy?.Coverage),
            Regions("foreact.model.age", "s", "Since the models in use were fitted.", r => r.ModelAgeSeconds),
        ];
    }

    /// <summary>Reads once, if anybody listens.</summary>
    public async Task ReadAsync(CancellationToken ct)
    {
        if (Array.Exists(gauges, g => g.Enabled))
            last = await reader.ReadAsync(ct);
    }

    public override void Dispose()
    {
        meter.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        try
        {
            do
            {
                try
                {
                    await ReadAsync(stoppingToken);
                }
                catch (Exception e) when (e is not OperationCanceledException)
                {
                    last = null; // What is not known is not told, and its absence is an alarm of its own.
                    logger.LogWarning(e, "The figures of the database could not be read; they will be again.");
                }
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
            // The process stops.
        }
    }

    private ObservableGauge<double> Queues(string name, string unit, string description, Func<QueueState, double?> value) =>
        Gauge(name, unit, description, s => s.Queues, q => (value(q), "queue", q.Queue));

    private ObservableGauge<double> Regions(string name, string unit, string description, Func<RegionState, double?> value) =>
        Gauge(name, unit, description, s => s.Regions, r => (value(r), "region", r.Region));

    private ObservableGauge<double> Gauge<T>(
        string name, string unit, string description, Func<StateReading, IReadOnlyList<T>> rows,
        Func<T, (double? Value, string Label, string Of)> read) =>
        meter.CreateObservableGauge(
            name,
            () => last is { } state ? Known(rows(state).Select(read)) : [],
            unit,
            description);

    private static IEnumerable<Measurement<double>> Known(IEnumerable<(double? Value, string Label, string Of)> found)
    {
        foreach (var (value, label, of) in found)
        {
            if (value is { } known)
                yield return new Measurement<double>(known, new KeyValuePair<string, object?>(label, of));
        }
    }

    private static double? Unix(DateTimeOffset? at) => at?.ToUnixTimeSeconds();
}
