using Forecast.Domain.Accuracy;
using Forecast.Domain.Catalog;
using Forecast.Training.Runs.Scheduling;
using Npgsql;

namespace Forecast.Training.Runs.Accuracy;

/// <summary>
/// Scores a day of a region: what was on show of it against what was sold, in one statement, whatever was scored before. Of several
/// forecasts that had seen the same days, the last one published counts, for it was acted on; one published after the day was over does
/// not, for it was no forecast. Days that are not loaded do not count, and neither do those on which the shelf ran empty; both are counted.
/// </summary>
internal sealed class DayScoring(NpgsqlDataSource database)
{
    private const string Judged = """
        WITH shown AS MATERIALIZED (
            SELECT DISTINCT ON (p.store_id, p.ahead) p.* FROM published_forecast p
            WHERE p.region_id = $1 AND p.day = $2 AND p.published_at < $3
            ORDER BY p.store_id, p.ahead, p.published_at DESC, p.version_id DESC
        ), sold AS MATERIALIZED (
            SELECT s.id, s.item_id, i.category, nullif(y.quantity[$5], 'NaN')::float8 AS units,
                coalesce(y.stocked_out[$5] = 1, false) AS ran_out
            FROM series s JOIN item i ON i.id = s.item_id LEFT JOIN series_year y ON y.series_id = s.id AND y.year = $4
            WHERE s.store_id IN (SELECT store_id FROM shown)
        ), judged AS MATERIALIZED (
            SELECT p.store_id, p.ahead, s.category, s.item_id, f.demand_class, s.units IS NULL AS not_loaded,
                s.units IS NOT NULL AND s.ran_out AS ran_out, s.units IS NOT NULL AND NOT s.ran_out AS scored,
                s.units, f.mean::float8 AS mean, f.naive::float8 AS naive, f.p10::float8 AS p10, f.p50::float8 AS p50, f.p90::float8 AS p90,
                f.naive_absolute::float8 AS scale, f.naive_squared::float8 AS square_scale
            FROM shown p
            CROSS JOIN unnest(p.series_ids, p.demand_classes, p.mean, p.p10, p.p50, p.p90, p.naive, p.naive_absolute, p.naive_squared)
                AS f (series_id, demand_class, mean, p10, p50, p90, naive, naive_absolute, naive_squared)
            JOIN sold s ON s.id = f.series_id
        ),
        """;

    /// <summary>Totals of what is scored; a band of a store only where nothing of the store is left out.</summary>
    private const string Totals = """
        store_total AS (
            SELECT j.store_id, j.ahead, sum(j.units) FILTER (WHERE scored) AS units, sum(j.mean) FILTER (WHERE scored) AS mean,
                sum(j.naive) FILTER (WHERE scored) AS naive, count(*) FILTER (WHERE not_loaded) AS not_loaded,
                count(*) FILTER (WHERE ran_out) AS ran_out, bool_and(scored) AS whole
            FROM judged j GROUP BY j.store_id, j.ahead
        ), category_total AS (
            SELECT j.category, j.ahead, sum(j.units) FILTER (WHERE scored) AS units, sum(j.mean) FILTER (WHERE scored) AS mean,
                sum(j.naive) FILTER (WHERE scored) AS naive, count(*) FILTER (WHERE not_loaded) AS not_loaded,
                count(*) FILTER (WHERE ran_out) AS ran_out
            FROM judged j GROUP BY j.category, j.ahead
        ), region_total AS (
            SELECT t.ahead, sum(t.units) AS units, sum(t.mean) AS mean, sum(t.naive) AS naive, sum(t.not_loaded) AS not_loaded,
                sum(t.ran_out) AS ran_out
            FROM store_total t GROUP BY t.ahead
        ), total AS (
            SELECT 'Store' AS level, t.store_id, NULL::text AS category, t.ahead, t.units, t.mean, t.naive, t.not_loaded, t.ran_out,
                p.total_p10::float8 AS p10, p.total_p50::float8 AS p50, p.total_p90::float8 AS p90, t.whole AS banded
            FROM store_total t JOIN shown p ON p.store_id = t.store_id AND p.ahead = t.ahead
            UNION ALL
            SELECT 'Category', NULL, t.category, t.ahead, t.units, t.mean, t.naive, t.not_loaded, t.ran_out, NULL, NULL, NULL, false
            FROM category_total t
            UNION ALL
            SELECT 'Region', NULL, NULL, t.ahead, t.units, t.mean, t.naive, t.not_loaded, t.ran_out, NULL, NULL, NULL, false
            FROM region_total t
        ),
        """;

    /// <summary>One line for each value: an item of a store, or a total.</summary>
    private const string Values = """
        value AS (
            SELECT 'Item' AS level, store_id, category, item_id, demand_class, ahead, scored, not_loaded::int::numeric AS not_loaded,
                ran_out::int::numeric AS ran_out, scored AS banded, units, mean, naive, p10, p50, p90, scale, square_scale
            FROM judged
            UNION ALL
            SELECT level, store_id, category, NULL, NULL, ahead, units IS NOT NULL, not_loaded, ran_out, banded, units, mean, naive, p10,
                p50, p90, NULL, NULL
            FROM total
        ), keyed AS (
            SELECT level, CASE level WHEN 'Item' THEN g.grain ELSE level END AS grain,
                CASE WHEN g.grain = 'Store' THEN store_id END AS store_id, CASE WHEN g.grain = 'Category' THEN category END AS category,
                CASE WHEN g.grain = 'Item' THEN item_id END AS item_id,
                CASE WHEN g.grain = 'DemandClass' THEN demand_class END AS demand_class, ahead, scored, not_loaded, ran_out, banded, units,
                mean, naive, p10, p50, p90, scale, square_scale
            FROM value
            JOIN (VALUES ('Store'), ('Category'), ('Item'), ('DemandClass'), ('Region')) AS g (grain)
                ON (level = 'Item' AND g.grain <> 'Region') OR g.grain = level
        )
        """;

    private const string Insert = $"""
        {Judged}
        {Totals}
        {Values}
        INSERT INTO accuracy_score (region_id, day, level, grain, store_id, category, item_id, demand_class, ahead, not_loaded, ran_out,
            scored, actual, signed_error, absolute_error, squared_error, naive_signed_error, naive_absolute_error, naive_squared_error,
            scaled, scaled_error, naive_scaled_error, square_scaled, square_scaled_error, naive_square_scaled_error,
            banded, inside, at_most_p10, at_most_p50, at_most_p90, pinball_p10, pinball_p50, pinball_p90, banded_naive_absolute_error)
        SELECT $1, $2, level, grain, store_id, category, item_id, demand_class, ahead, sum(not_loaded), sum(ran_out),
            count(*) FILTER (WHERE scored),
            coalesce(sum(abs(units)) FILTER (WHERE scored), 0),
            coalesce(sum(mean - units) FILTER (WHERE scored), 0),
            coalesce(sum(abs(units - mean)) FILTER (WHERE scored), 0),
            coalesce(sum((units - mean) ^ 2) FILTER (WHERE scored), 0),
            coalesce(sum(naive - units) FILTER (WHERE scored), 0),
            coalesce(sum(abs(units - naive)) FILTER (WHERE scored), 0),
            coalesce(sum((units - naive) ^ 2) FILTER (WHERE scored), 0),
            count(*) FILTER (WHERE scored AND scale > 0),
            coalesce(sum(abs(units - mean) / scale) FILTER (WHERE scored AND scale > 0), 0),
            coalesce(sum(abs(units - naive) / scale) FILTER (WHERE scored AND scale > 0), 0),
            count(*) FILTER (WHERE scored AND square_scale > 0),
            coalesce(sum((units - mean) ^ 2 / square_scale) FILTER (WHERE scored AND square_scale > 0), 0),
            coalesce(sum((units - naive) ^ 2 / square_scale) FILTER (WHERE scored AND square_scale > 0), 0),
            count(*) FILTER (WHERE banded),
            count(*) FILTER (WHERE banded AND units BETWEEN p10 AND p90),
            count(*) FILTER (WHERE banded AND units <= p10),
            count(*) FILTER (WHERE banded AND units <= p50),
            count(*) FILTER (WHERE banded AND units <= p90),
            coalesce(sum(greatest(0.1 * (units - p10), -0.9 * (units - p10))) FILTER (WHERE banded), 0),
            coalesce(sum(greatest(0.5 * (units - p50), -0.5 * (units - p50))) FILTER (WHERE banded), 0),
            coalesce(sum(greatest(0.9 * (units - p90), -0.1 * (units - p90))) FILTER (WHERE banded), 0),
            coalesce(sum(abs(units - naive)) FILTER (WHERE banded), 0)
        FROM keyed GROUP BY level, grain, store_id, category, item_id, demand_class, ahead
        """;

    /// <summary>Scores the day; every row of it is replaced.</summary>
    public async Task ScoreAsync(Region region, DueDay due, DateTimeOffset now, CancellationToken ct)
    {
        var over = MorningClock.Instant(region, due.Day.AddDays(1), TimeOnly.MinValue);
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        // First, so that of two that score the same day the second waits, and replaces what the first has written.
        const string mark = """
            INSERT INTO accuracy_day (region_id, day, load_id, scored_at) VALUES ($1, $2, $3, $4)
            ON CONFLICT (region_id, day) DO UPDATE SET load_id = excluded.load_id, scored_at = excluded.scored_at
            """;
        await connection.Command(mark, region.Id, due.Day, due.LoadId, now).ExecuteAsync(ct);
        // By the columns of the index, in their order: a day is found in it only with all that stands before it.
        const string forget = """
            DELETE FROM accuracy_score WHERE region_id = $1 AND level = ANY ($3) AND grain = ANY ($4) AND ahead = ANY ($5) AND day = $2
            """;
        await connection.Command(
            forget, region.Id, due.Day, Enum.GetNames<AccuracyLevel>(), Enum.GetNames<AccuracyGrain>(),
            PublishedForecast.Aheads.Select(a => (short)a).ToArray()).ExecuteAsync(ct);
        await connection.Command(Insert, region.Id, due.Day, over, (short)due.Day.Year, due.Day.DayOfYear).ExecuteAsync(ct);
        await transaction.CommitAsync(ct);
    }
}
