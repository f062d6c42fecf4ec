using Forecast.Domain.Forecasts;
using Forecast.Training.Runs;
using Npgsql;

namespace Forecast.Training.Explanations;

/// <summary>Reads what is on show, series by series.</summary>
internal sealed class ShownForecastReader(NpgsqlDataSource database)
{
    /// <summary>
    /// The versions on show for the stores asked for; stores outside of the region, or that the connection does not see, are not found.
    /// </summary>
    public static Task<List<ShownForecast>> VersionsAsync(NpgsqlConnection connection, ExplanationQuery query, CancellationToken ct)
    {
        const string sql = """
            SELECT v.id, v.origin, v.horizon, v.partition, v.model_version_id, m.run_id = v.run_id, array_agg(c.store_id
                ORDER BY c.store_id)
            FROM current_forecast c
            JOIN store s ON s.id = c.store_id
            JOIN forecast_version v ON v.id = c.version_id
            JOIN model_version m ON m.id = v.model_version_id
            WHERE s.region_id = $1 AND s.id = ANY($2)
            GROUP BY v.id, m.id ORDER BY v.id
            """;
        return connection.Command(sql, query.RegionId, query.StoreIds.ToArray()).ListAsync(
            r => new ShownForecast(
                r.GetInt64(0), r.GetFieldValue<DateOnly>(1), r.GetInt32(2), r.GetFieldValue<DateOnly>(3), r.GetInt64(4), r.GetBoolean(5),
                r.GetFieldValue<int[]>(6)), ct);
    }

    /// <summary>How many series some stores hold, of all items or some.</summary>
    public Task<long> CountAsync(int[] storeIds, IReadOnlyCollection<int>? itemIds, CancellationToken ct) =>
        database.Command(
            "SELECT count(*) FROM series WHERE store_id = ANY($1) AND ($2::int[] IS NULL OR item_id = ANY($2))", storeIds,
            itemIds?.ToArray())
            .ScalarAsync<long>(ct);

    /// <summary>The series of a version, of all items or some.</summary>
    public Task<List<ShownSeries>> SeriesAsync(ShownForecast shown, IReadOnlyCollection<int>? itemIds, CancellationToken ct)
    {
        const string sql = """
            SELECT s.id, s.store_id, s.item_id, f.mean, f.method, f.reason, f.demand_class
            FROM series s JOIN series_forecast f ON f.series_id = s.id AND f.partition = $1 AND f.version_id = $2
            WHERE s.store_id = ANY($3) AND ($4::int[] IS NULL OR s.item_id = ANY($4))
            ORDER BY s.store_id, s.item_id
            """;
        return database.Command(sql, shown.Partition, shown.VersionId, shown.StoreIds, itemIds?.ToArray()).ListAsync(
            r => new ShownSeries(
                r.GetInt32(0), r.GetInt32(1), r.GetInt32(2), r.GetFieldValue<float[]>(3), r.GetString(4), r.GetString(5),
                    (DemandClass)r.GetInt32(6)), ct);
    }

    /// <summary>First day, of a version's history or horizon, that loads have changed since it was computed; null if none.</summary>
    public Task<DateOnly?> ChangedSinceAsync(ShownForecast shown, CancellationToken ct)
    {
        const string sql = """
            SELECT min(c.first_day) FROM sales_change c JOIN load l ON l.id = c.load_id JOIN forecast_version v ON v.id = $1
            WHERE c.store_id = ANY($2) AND l.finished_at > v.created_at AND c.first_day <= $3
            """;
        return database.Command(sql, shown.VersionId, shown.StoreIds, shown.Origin.AddDays(shown.Horizon)).ScalarAsync<DateOnly?>(ct);
    }
}
