using Forecast.Domain.Data;
using Microsoft.EntityFrameworkCore;

namespace Forecast.Web.Features.Api.Reading;

/// <summary>Reads forecasts per series, a page by one query.</summary>
internal static class ForecastReader
{
    private const int AllDays = 10_000;

    public static IAsyncEnumerable<ForecastRow> ReadAsync(
        ForeactDb db, IReadOnlyList<ShownVersion> shown, int[]? itemIds, int? days, SeriesPage page)
    {
        int[] stores = [.. shown.Select(s => s.StoreId)];
        long[] versions = [.. shown.Select(s => s.VersionId)];
        // Named apart, so that the planner knows which partitions to leave out before it looks at stores.
        DateOnly[] partitions = [.. shown.Select(s => s.Partition).Distinct()];
        long[] versionsOnce = [.. versions.Distinct()];
        var (afterStore, afterItem) = page.After;
        var (lastStore, lastItem) = page.Last ?? (int.MaxValue, int.MaxValue);
        int length = days ?? AllDays;
        return db.Database.SqlQuery<ForecastRow>(
            $"""
            SELECT s.store_id AS "StoreId", i.code AS "Item", v.id AS "VersionId", v.origin AS "Origin", f.mean[1:{length}] AS "Mean",
                f.p10[1:{length}] AS "P10", f.p50[1:{length}] AS "P50", f.p90[1:{length}] AS "P90", f.method AS "Method"
            FROM unnest({stores}, {versions}) AS shown (store_id, version_id)
            JOIN series s ON s.store_id = shown.store_id
            JOIN item i ON i.id = s.item_id
            JOIN forecast_version v ON v.id = shown.version_id
            JOIN series_forecast f ON f.partition = v.partition AND f.version_id = v.id AND f.series_id = s.id
            WHERE f.partition = ANY({partitions}) AND f.version_id = ANY({versionsOnce})
                AND ({itemIds}::int[] IS NULL OR s.item_id = ANY({itemIds}::int[]))
                AND (s.store_id, s.item_id) > ({afterStore}, {afterItem}) AND (s.store_id, s.item_id) <= ({lastStore}, {lastItem})
            ORDER BY s.store_id, s.item_id
            """).AsAsyncEnumerable();
    }
}
