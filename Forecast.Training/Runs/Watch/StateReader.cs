using Forecast.Domain.Catalog;
using Forecast.Domain.Runs;
using Forecast.Training.Runs.Planning;
using Forecast.Training.Runs.Scheduling;
using Npgsql;

namespace Forecast.Training.Runs.Watch;

/// <summary>Reads what the gauges tell, for all regions at once.</summary>
internal sealed class StateReader(NpgsqlDataSource database, RegionReader regions, TimeProvider clock)
{
    /// <summary>Reads once.</summary>
    public async Task<StateReading> ReadAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var found = (await FactsAsync(ct)).ToDictionary(f => f.RegionId);
        var accuracy = await AccuracyAsync(ct);
        return new StateReading(
            await QueuesAsync(ct), await ActiveAsync(ct),
            [.. (await regions.AllAsync(ct)).Where(r => TimeZoneInfo.TryFindSystemTimeZoneById(r.TimeZone, out _))
                .Select(r => Of(r, found.GetValueOrDefault(r.Id), accuracy.GetValueOrDefault(r.Id), now))]);
    }

    private static RegionState Of(Region region, Facts? facts, RegionAccuracy? accuracy, DateTimeOffset now)
    {
        var start = MorningClock.LastStart(region, now);
        var next = MorningClock.Instant(region, region.BusinessDay(start).AddDays(1), region.MorningRunAt);
        DateTimeOffset? due = facts?.Published is { } published ? MorningClock.DeadlineOf(region, published >= start ? next : start) : null;
        return new RegionState(
            region.Code, due, next, facts?.Published, facts?.Loaded is { } loaded ? (now - loaded).TotalSeconds : null,
            facts?.Fitted is { } fitted ? (now - fitted).TotalSeconds : null, accuracy);
    }

    private async Task<IReadOnlyDictionary<int, RegionAccuracy>> AccuracyAsync(CancellationToken ct)
    {
        const string sql = """
            SELECT g.id, s.missed / nullif(s.sold, 0), s.naive / nullif(s.sold, 0), s.signed / nullif(s.sold, 0),
                   s.inside::float8 / nullif(s.banded, 0)
            FROM region g CROSS JOIN LATERAL (
                SELECT sum(a.absolute_error) AS missed, sum(a.naive_absolute_error) AS naive, sum(a.signed_error) AS signed,
                       sum(a.actual) AS sold, sum(a.inside) AS inside, sum(a.banded) AS banded
                FROM accuracy_score a
                WHERE a.region_id = g.id AND a.level = 'Item' AND a.grain = 'DemandClass' AND a.ahead = 1
                  AND a.day IN (SELECT d.day FROM accuracy_day d WHERE d.region_id = g.id ORDER BY d.day DESC LIMIT 7)
            ) s
            """;
        var found = await database.Command(sql).ListAsync(
            r => (Region: r.GetInt32(0), Accuracy: new RegionAccuracy(
                r.OrNull<double>(1), r.OrNull<double>(2), r.OrNull<double>(3), r.OrNull<double>(4))), ct);
        return found.ToDictionary(f => f.Region, f => f.Accuracy);
    }

    private Task<List<Facts>> FactsAsync(CancellationToken ct)
    {
        const string sql = """
            SELECT g.id,
                   (SELECT max(f.published_at) FROM forecast_version f JOIN run r ON r.id = f.run_id
                    WHERE f.region_id = g.id AND r.store_ids IS NULL),
                   (SELECT max(l.finished_at) FROM load l WHERE EXISTS
                       (SELECT 1 FROM sales_change c JOIN store s ON s.id = c.store_id WHERE c.load_id = l.id AND s.region_id = g.id)),
                   m.completed_at
            FROM region g
            LEFT JOIN model_alias a ON a.region_id = g.id AND a.alias = 'champion'
            LEFT JOIN model_version m ON m.id = a.model_version_id
            """;
        return database.Command(sql).ListAsync(
            r => new Facts(
                r.GetInt32(0), r.OrNull<DateTimeOffset>(1), r.OrNull<DateTimeOffset>(2), r.OrNull<DateTimeOffset>(3)), ct);
    }

    /// <summary>Every queue, be it empty: a figure that comes and goes cannot be watched.</summary>
    private Task<List<QueueState>> QueuesAsync(CancellationToken ct)
    {
        const string sql = $"""
            SELECT name, count(j.id), coalesce(extract(epoch FROM now() - min(j.createdat)), 0)::float8,
                (SELECT count(*) FROM {JobTables.Schema}.server s
                 WHERE s.lastheartbeat > now() - interval '15 s' AND jsonb_exists(s.data -> 'Queues', name))
            FROM unnest($1::text[]) AS name
            LEFT JOIN {JobTables.Schema}.jobqueue q ON q.queue = name AND q.fetchedat IS NULL
            LEFT JOIN {JobTables.Schema}.job j ON j.id = q.jobid
            GROUP BY name
            """;
        return database.Command(sql, (object)WorkerQueues.All.ToArray()).ListAsync(
            r => new QueueState(r.GetString(0), r.GetInt64(1), r.GetDouble(2), r.GetInt64(3)), ct);
    }

    private Task<List<ActiveRuns>> ActiveAsync(CancellationToken ct)
    {
        const string sql = """
            SELECT kinds.kind, count(r.id) FROM unnest($1::text[]) AS kinds (kind)
            LEFT JOIN run r ON r.kind = kinds.kind AND r.status IN ('Queued', 'Running', 'Publishing') GROUP BY kinds.kind
            """;
        return database.Command(sql, (object)Enum.GetNames<RunKind>()).ListAsync(r => new ActiveRuns(r.GetString(0), r.GetInt64(1)), ct);
    }

    private sealed record Facts(int RegionId, DateTimeOffset? Published, DateTimeOffset? Loaded, DateTimeOffset? Fitted);
}
