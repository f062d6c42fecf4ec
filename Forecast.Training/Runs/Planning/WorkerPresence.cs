using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Forecast.Training.Runs.Planning;

/// <summary>
/// Knows whether there is anybody to compute: reads the workers' heartbeats every few seconds, in every process, and says so when the last
/// worker of a queue is gone or one is back. Ages are told by the database's clock, since processes' clocks differ.
/// </summary>
public sealed class WorkerPresence : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    /// <summary>Three heartbeats missed. With <see cref="Interval"/> it takes at most 20 s until it is noticed.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private readonly NpgsqlDataSource database;
    private readonly TimeProvider clock;
    private readonly ILogger<WorkerPresence> logger;
    private readonly long started;

    /// <summary>One look at a time: one that is overtaken would report what is no longer so.</summary>
    private readonly SemaphoreSlim looking = new(1, 1);

    private volatile IReadOnlyDictionary<string, DateTimeOffset> absent = new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal);

    internal WorkerPresence(NpgsqlDataSource database, TimeProvider clock, ILogger<WorkerPresence> logger)
    {
        this.database = database;
        this.clock = clock;
        this.logger = logger;
        started = clock.GetTimestamp();
    }

    /// <summary>Raised after workers have gone or come back.</summary>
    public event EventHandler? Changed;

    /// <summary>Queues that no worker takes jobs from, and since when.</summary>
    public IReadOnlyDictionary<string, DateTimeOffset> Absent => absent;

    /// <summary>Since when nobody computes refreshes; null while somebody does. What planners wait for.</summary>
    public DateTimeOffset? NobodyRefreshesSince => Since(fits: false);

    /// <summary>Since when nobody computes runs of a kind; null while somebody does.</summary>
    internal DateTimeOffset? Since(bool fits) => absent.TryGetValue(WorkerQueues.Of(fits), out var since) ? since : null;

    /// <summary>Looks once.</summary>
    internal async Task LookAsync(CancellationToken ct)
    {
        // What was seen last is kept, because a worker that ends in good order takes its heartbeat with it.
        const string sql = $"""
            WITH alive AS (
                SELECT q.queue, max(s.lastheartbeat) AS seen_at
                FROM {JobTables.Schema}.server s, jsonb_array_elements_text(s.data -> 'Queues') q (queue) GROUP BY q.queue),
            kept AS (
                INSERT INTO worker_seen (queue, seen_at) SELECT queue, seen_at FROM alive
                ON CONFLICT (queue) DO UPDATE SET seen_at = excluded.seen_at WHERE worker_seen.seen_at < excluded.seen_at)
            SELECT k.queue, extract(epoch FROM clock_timestamp() - greatest(a.seen_at, w.seen_at))::float8
            FROM unnest($1::text[]) k (queue) LEFT JOIN alive a USING (queue) LEFT JOIN worker_seen w USING (queue)
            """;
        await looking.WaitAsync(ct);
        try
        {
            var ages = await database.Command(sql, (object)WorkerQueues.All.ToArray())
                .ListAsync(r => (Queue: r.GetString(0), Seconds: r.OrNull<double>(1)), ct);
            Take(ages);
        }
        finally
        {
            looking.Release();
        }
    }

    /// <inheritdoc />
    public override void Dispose()
    {
        looking.Dispose();
        base.Dispose();
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        bool answered = true;
        try
        {
            do
            {
                try
                {
                    await LookAsync(stoppingToken);
                    answered = true;
                }
                catch (Exception e) when (e is not OperationCanceledException)
                {
                    if (answered)
                        logger.LogWarning(e, "Whether there are workers cannot be read; it will be tried again.");
                    answered = false;
                }
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
            // The process stops.
        }
    }

    private void Take(IReadOnlyList<(string Queue, double? Seconds)> ages)
    {
        var now = clock.GetUtcNow();
        var watched = clock.GetElapsedTime(started);
        if (watched < Patience)
            return; // Workers that start at the same time need a moment.
        var before = absent;
        absent = ages.Where(a => !(a.Seconds < Patience.TotalSeconds)).ToDictionary(
            a => a.Queue,
            a => before.TryGetValue(a.Queue, out var since) ? since : now - (a.Seconds is { } age ? TimeSpan.FromSeconds(age) : watched),
            StringComparer.Ordinal);
        string[] gone = [.. absent.Keys.Except(before.Keys).Order(StringComparer.Ordinal)],
            back = [.. before.Keys.Except(absent.Keys).Order(StringComparer.Ordinal)];
        if (gone.Length > 0)
            logger.LogError(
                "No worker takes jobs of {Queues}, since {Since:u}: such runs wait until one is there.", string.Join(", ", gone),
                gone.Min(q => absent[q]));
        if (back.Length > 0)
            logger.LogInformation("Workers take jobs of {Queues} again.", string.Join(", ", back));
        if (gone.Length > 0 || back.Length > 0)
            Changed?.Invoke(this, EventArgs.Empty);
    }
}
