using System.Collections.Concurrent;
using System.Threading.Channels;
using Forecast.Training.Runs.Planning;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Forecast.Training.Runs.Watch;

/// <summary>Tells subscribers of a region how its runs get on, whichever replica computes them.</summary>
public sealed class RunFeed : BackgroundService, INotificationHandler
{
    /// <summary>
    /// Subscribers told at the same time: enough that a slow one does not keep the others waiting, few enough for the database they ask.
    /// </summary>
    private const int AtOnce = 16;

    private readonly MovedRuns runs;
    private readonly ILogger<RunFeed> logger;
    private readonly ConcurrentDictionary<Guid, Subscription> subscriptions = new();
    private readonly Channel<long> moved = Channel.CreateUnbounded<long>(new UnboundedChannelOptions { SingleReader = true });

    internal RunFeed(MovedRuns runs, WorkerPresence workers, ILogger<RunFeed> logger)
    {
        this.runs = runs;
        this.logger = logger;
        workers.Changed += (_, _) => _ = TellUnfinishedAsync();
    }

    /// <inheritdoc />
    string INotificationHandler.Channel => RunChannel.Progress;

    /// <summary>
    /// Calls back whenever a run of the region moves, until disposed. Whether the caller may see the region is the caller's to check.
    /// </summary>
    public IDisposable Subscribe(int regionId, Func<RunView, Task> changed)
    {
        var subscription = new Subscription(this, Guid.NewGuid(), regionId, changed);
        subscriptions[subscription.Id] = subscription;
        return subscription;
    }

    /// <inheritdoc />
    async Task INotificationHandler.HearAsync(string? payload, CancellationToken ct)
    {
        if (payload is null)
        {
            await TellLatelyAsync(ct);
        }
        else if (RunChannel.Parse(payload) is { } run && subscriptions.Values.Any(s => s.RegionId == run.RegionId))
        {
            moved.Writer.TryWrite(run.RunId);
        }
    }

    private async Task TellLatelyAsync(CancellationToken ct)
    {
        foreach (long run in await runs.LatelyAsync([.. subscriptions.Values.Select(s => s.RegionId).Distinct()], ct))
            moved.Writer.TryWrite(run);
    }

    /// <summary>Whether somebody computes is part of how a run stands.</summary>
    private async Task TellUnfinishedAsync()
    {
        try
        {
            await TellLatelyAsync(CancellationToken.None);
        }
        catch (Exception e)
        {
            logger.LogWarning(e, "Subscribers could not be told that workers have gone or come back.");
        }
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var pending = new HashSet<long>();
        while (await moved.Reader.WaitToReadAsync(stoppingToken))
        {
            // What arrives while subscribers are told is told once, as it stands then.
            while (moved.Reader.TryRead(out long run))
                pending.Add(run);
            foreach (long run in pending)
                await TellAsync(run, stoppingToken);
            pending.Clear();
        }
    }

    /// <summary>Tells everybody concerned how a run stands; returns when they have heard it.</summary>
    internal async Task TellAsync(long runId, CancellationToken ct)
    {
        try
        {
            if (await runs.FindAsync(runId, ct) is not { } run)
                return;
            var concerned = subscriptions.Values.Where(s => s.RegionId == run.RegionId);
            await Parallel.ForEachAsync(
                concerned, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct },
                (subscription, _) => TellAsync(subscription, run));
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            logger.LogWarning(e, "Run {Run} has moved, but could not be read.", runId);
        }
    }

    /// <summary>One subscriber's failure must not keep the news from the others.</summary>
    private async ValueTask TellAsync(Subscription subscription, RunView run)
    {
        try
        {
            await subscription.Changed(run);
        }
        catch (Exception e)
        {
            logger.LogWarning(e, "A subscriber could not take the news of run {Run}.", run.Id);
        }
    }

    private sealed record Subscription(RunFeed Feed, Guid Id, int RegionId, Func<RunView, Task> Changed) : IDisposable
    {
        public void Dispose() => Feed.subscriptions.TryRemove(Id, out _);
    }
}
