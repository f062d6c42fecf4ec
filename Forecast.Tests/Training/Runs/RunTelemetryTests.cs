using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Forecast.Domain.Runs;
using Forecast.Domain.Telemetry;
using Forecast.Tests.Support;
using Forecast.Training.Runs;
using Forecast.Training.Runs.Watch;
using Microsoft.Extensions.Logging.Abstractions;

namespace Forecast.Tests.Training.Runs;

/// <summary>What runs tell of themselves, as whoever listens hears it.</summary>
public class RunTelemetryTests(EmbeddedServers servers)
{
    private static readonly ConcurrentQueue<Activity> Ended = [];

    static RunTelemetryTests() => ActivitySource.AddActivityListener(new ActivityListener
    {
        ShouldListenTo = source => source.Name == ProductTelemetry.Name,
        Sample = (ref _) => ActivitySamplingResult.AllDataAndRecorded,
        ActivityStopped = Ended.Enqueue,
    });

    [Fact]
    public async Task Run_IsOneTrace_FromTheRequestToThePublication()
    {
        await using var host = await RunsHost.StartAsync(servers, ProcessRole.Web);
        using var click = new Activity("click").Start();

        var run = await PublishedAsync(host);

        var parts = Ended.Where(a => a.TraceId == click.TraceId).ToList();
        Assert.Single(parts, a => a.OperationName == "plan run");
        Assert.Single(parts, a => a.OperationName == "publish");
        Assert.Equal(run.ShardCount, parts.Count(a => a.OperationName == "compute shard"));
        Assert.All(parts, a => Assert.Equal(run.Id, a.GetTagItem("foreact.run")));
    }

    [Fact]
    public async Task Figures_TellQueuesMorningsFeedsAndModels()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var host = await RunsHost.StartAsync(servers, ProcessRole.Web);
        await PublishedAsync(host);
        var state = await host.Get<StateReader>().ReadAsync(ct);

        Assert.Equal(WorkerQueues.All.Order(), state.Queues.Select(q => q.Queue).Order());
        Assert.All(state.Queues, q => Assert.True(q.Waiting > 0 == q.OldestSeconds > 0));
        Assert.All(state.Active, a => Assert.Equal(0, a.Runs));
        var region = Assert.Single(state.Regions, r => r.Region == "NORTH");
        Assert.True(host.Now < region.NextMorning && region.NextMorning < region.MorningDue); // Today's is on show.
        Assert.InRange(region.Published!.Value, Boards.Morning, host.Now);
        Assert.InRange(region.ModelAgeSeconds!.Value, 0, (host.Now - Boards.Morning).TotalSeconds);
        Assert.Null(Assert.Single(state.Regions, r => r.Region != "NORTH").MorningDue); // It has no first forecast.
    }

    [Fact]
    public async Task Gauges_TellNothingOfStoresAndItems()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var host = await RunsHost.StartAsync(servers, ProcessRole.Web);
        var labels = new ConcurrentDictionary<string, string>(StringComparer.Ordinal);
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, l) =>
        {
            if (instrument.Meter.Name == ProductTelemetry.Name)
                l.EnableMeasurementEvents(instrument);
        };
        void Hear(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            foreach (var tag in tags)
                labels.TryAdd(tag.Key, instrument.Name);
        }

        listener.SetMeasurementEventCallback<double>((instrument, _, tags, _) => Hear(instrument, tags));
        listener.SetMeasurementEventCallback<long>((instrument, _, tags, _) => Hear(instrument, tags));
        listener.Start();
        await PublishedAsync(host);
        using var gauges = new StateGauges(host.Get<StateReader>(), host.Get<TimeProvider>(), NullLogger<StateGauges>.Instance);
        await gauges.ReadAsync(ct);
        listener.RecordObservableInstruments();

        Assert.Empty(labels.Keys.Except(["kind", "region", "outcome", "queue"], StringComparer.Ordinal));
        Assert.Contains("queue", labels.Keys);
        Assert.Contains("region", labels.Keys);
    }

    /// <summary>A first forecast, asked for, computed and on show.</summary>
    private static async Task<RunView> PublishedAsync(RunsHost host)
    {
        var ticket = await host.Requests.RetrainAsync(
            SmallRetailer.Admin, SmallRetailer.North, "Measured.", TestContext.Current.CancellationToken);
        var run = await host.ComputeAsync(ticket);
        Assert.Equal(RunStatus.Succeeded, run.Status);
        return run;
    }
}
