using Forecast.Domain.Accuracy;
using Npgsql;

namespace Forecast.Training.Runs.Publishing;

/// <summary>
/// Keeps what goes on show, in the transaction that puts it there: so nothing is scored that was never shown, and nothing shown goes
/// unscored. Only stores whose pointer has moved to the version; forecasts whose baseline was not kept cannot be scored beside it.
/// </summary>
internal static class PublishedSnapshot
{
    private const string Take = """
        INSERT INTO published_forecast (store_id, day, ahead, version_id, region_id, published_at, series_ids, demand_classes, mean,
            p10, p50, p90, naive, naive_absolute, naive_squared, total_p10, total_p50, total_p90)
        SELECT c.store_id, v.origin + p.ahead, p.ahead, v.id, c.region_id, c.published_at, p.series_ids, p.demand_classes, p.mean, p.p10,
            p.p50, p.p90, p.naive, p.naive_absolute, p.naive_squared, o.p10[p.ahead], o.p50[p.ahead], o.p90[p.ahead]
        FROM current_forecast c
        JOIN forecast_version v ON v.id = c.version_id
        JOIN store_outlook o ON o.version_id = c.version_id AND o.store_id = c.store_id
        JOIN (
            SELECT s.store_id, a.ahead, array_agg(f.series_id) AS series_ids, array_agg(f.demand_class) AS demand_classes,
                array_agg(f.mean[a.ahead]) AS mean, array_agg(f.p10[a.ahead]) AS p10, array_agg(f.p50[a.ahead]) AS p50,
                array_agg(f.p90[a.ahead]) AS p90, array_agg(f.naive[a.ahead]) AS naive,
                array_agg(f.naive_absolute) AS naive_absolute, array_agg(f.naive_squared) AS naive_squared
            FROM series_forecast f
            JOIN series s ON s.id = f.series_id
            CROSS JOIN unnest($2::smallint[]) AS a (ahead)
            WHERE f.partition = (SELECT partition FROM forecast_version WHERE id = $1) AND f.version_id = $1
              AND f.naive IS NOT NULL AND a.ahead <= cardinality(f.mean)
            GROUP BY s.store_id, a.ahead
        ) p ON p.store_id = c.store_id
        WHERE c.version_id = $1
        """;

    /// <summary>Keeps a version that the pointers have just moved to; how many rows it took, one for each store and day ahead.</summary>
    public static Task<int> TakeAsync(NpgsqlConnection connection, long versionId, CancellationToken ct) =>
        connection.Command(Take, versionId, PublishedForecast.Aheads.Select(a => (short)a).ToArray()).ExecuteAsync(ct);
}
