using Forecast.Domain.Accuracy;
using Forecast.Domain.Catalog;
using Npgsql;

namespace Forecast.Training.Runs.Accuracy;

/// <summary>A day to be scored, and the last load that changed its sales.</summary>
internal sealed record DueDay(DateOnly Day, long LoadId);

/// <summary>
/// Days that are over, of which something was published and sales have come since they were last scored, if ever. What was published for a
/// day cannot change once the day is over, so it is only its sales that have a day scored again.
/// </summary>
internal sealed class DueDays(NpgsqlDataSource database)
{
    /// <summary>Days of a region that are due, oldest first.</summary>
    /// <param name="region">The region.</param>
    /// <param name="now">The instant.</param>
    /// <param name="from">First day of which what was published is still kept.</param>
    /// <param name="ct">Ends it.</param>
    public Task<List<DueDay>> OfAsync(Region region, DateTimeOffset now, DateOnly from, CancellationToken ct)
    {
        const string sql = """
            WITH forecast AS MATERIALIZED (
                SELECT DISTINCT v.origin + a.ahead AS day FROM forecast_version v CROSS JOIN unnest($4::int[]) AS a (ahead)
                WHERE v.region_id = $1 AND v.published_at IS NOT NULL AND v.origin + a.ahead BETWEEN $2 AND $3
            ), changed AS MATERIALIZED (
                SELECT c.first_day, c.last_day, c.load_id FROM sales_change c JOIN store s ON s.id = c.store_id
                WHERE s.region_id = $1 AND c.last_day >= $2
            )
            SELECT f.day, max(c.load_id) FROM forecast f
            JOIN changed c ON f.day BETWEEN c.first_day AND c.last_day
            LEFT JOIN accuracy_day d ON d.region_id = $1 AND d.day = f.day
            WHERE c.load_id > coalesce(d.load_id, 0)
              AND EXISTS (SELECT FROM published_forecast p WHERE p.region_id = $1 AND p.day = f.day)
            GROUP BY f.day ORDER BY f.day
            """;
        return database.Command(sql, region.Id, from, region.LastCompleteDay(now), PublishedForecast.Aheads.ToArray())
            .ListAsync(r => new DueDay(r.GetFieldValue<DateOnly>(0), r.GetInt64(1)), ct);
    }
}
