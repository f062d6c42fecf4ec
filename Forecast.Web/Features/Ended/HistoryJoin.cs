using Forecast.Domain.Data;
using Microsoft.EntityFrameworkCore;

namespace Forecast.Web.Features.Ended;

/// <summary>Joins the history of a store to that of the one that took over, and takes it apart again.</summary>
internal static class HistoryJoin
{
    /// <summary>Copies what the successor does not know of the days before its own first one, item by item.</summary>
    public static async Task TakeOverAsync(ForeactDb db, int storeId, int successorId, DateOnly first, CancellationToken cancellationToken)
    {
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO series (store_id, item_id) SELECT {successorId}, item_id FROM series WHERE store_id = {storeId}
            ON CONFLICT (store_id, item_id) DO NOTHING
            """, cancellationToken);
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO series_year AS own (series_id, year, quantity, promotion, price, stocked_out)
            SELECT n.id, y.year, y.quantity[:d.days] || d.unknown,
                   CASE WHEN y.promotion IS NOT NULL THEN y.promotion[:d.days] || d.unknown END,
                   CASE WHEN y.price IS NOT NULL THEN y.price[:d.days] || d.unknown END,
                   CASE WHEN y.stocked_out IS NOT NULL THEN y.stocked_out[:d.days] || d.unknown END
            FROM series o
            JOIN series n ON n.store_id = {successorId} AND n.item_id = o.item_id
            JOIN series_year y ON y.series_id = o.id
            CROSS JOIN LATERAL (SELECT least(cardinality(y.quantity), {first} - make_date(y.year, 1, 1)) AS days) AS c
            CROSS JOIN LATERAL (SELECT c.days, array_fill('NaN'::real, ARRAY[cardinality(y.quantity) - c.days]) AS unknown) AS d
            WHERE o.store_id = {storeId} AND y.year <= {first.Year} AND c.days > 0
            ON CONFLICT (series_id, year) DO UPDATE SET
                quantity = (SELECT array_agg(CASE WHEN a = 'NaN' THEN b ELSE a END ORDER BY i)
                            FROM unnest(own.quantity, excluded.quantity) WITH ORDINALITY AS t (a, b, i)),
                promotion = CASE WHEN own.promotion IS NULL THEN excluded.promotion WHEN excluded.promotion IS NULL THEN own.promotion ELSE
                    (SELECT array_agg(CASE WHEN a = 'NaN' THEN b ELSE a END ORDER BY i)
                     FROM unnest(own.promotion, excluded.promotion) WITH ORDINALITY AS t (a, b, i)) END,
                price = CASE WHEN own.price IS NULL THEN excluded.price WHEN excluded.price IS NULL THEN own.price ELSE
                    (SELECT array_agg(CASE WHEN a = 'NaN' THEN b ELSE a END ORDER BY i)
                     FROM unnest(own.price, excluded.price) WITH ORDINALITY AS t (a, b, i)) END,
                stocked_out = CASE WHEN own.stocked_out IS NULL THEN excluded.stocked_out
                                   WHEN excluded.stocked_out IS NULL THEN own.stocked_out ELSE
                    (SELECT array_agg(CASE WHEN a = 'NaN' THEN b ELSE a END ORDER BY i)
                     FROM unnest(own.stocked_out, excluded.stocked_out) WITH ORDINALITY AS t (a, b, i)) END
            """, cancellationToken);
    }

    /// <summary>
    /// Forgets what the successor took over: all that it knows of the days before its own first one. Series of which nothing is left, and
    /// that nothing refers to, go as well.
    /// </summary>
    public static async Task GiveBackAsync(ForeactDb db, int storeId, int successorId, DateOnly first, CancellationToken cancellationToken)
    {
        await db.Database.ExecuteSqlAsync(
            $"""
            UPDATE series_year y SET
                quantity = d.unknown || y.quantity[d.days + 1:],
                promotion = CASE WHEN y.promotion IS NOT NULL THEN d.unknown || y.promotion[d.days + 1:] END,
                price = CASE WHEN y.price IS NOT NULL THEN d.unknown || y.price[d.days + 1:] END,
                stocked_out = CASE WHEN y.stocked_out IS NOT NULL THEN d.unknown || y.stocked_out[d.days + 1:] END
            FROM series n
            JOIN series_year k ON k.series_id = n.id
            CROSS JOIN LATERAL (SELECT least(cardinality(k.quantity), {first} - make_date(k.year, 1, 1)) AS days) AS c
            CROSS JOIN LATERAL (SELECT c.days, array_fill('NaN'::real, ARRAY[greatest(c.days, 0)]) AS unknown) AS d
            WHERE n.store_id = {successorId} AND y.series_id = k.series_id AND y.year = k.year AND c.days > 0
                AND n.item_id IN (SELECT item_id FROM series WHERE store_id = {storeId})
            """, cancellationToken);
        await db.Database.ExecuteSqlAsync(
            $"""
            DELETE FROM series_year y USING series n
            WHERE n.id = y.series_id AND n.store_id = {successorId} AND y.year <= {first.Year}
                AND NOT EXISTS (SELECT 1 FROM unnest(y.quantity, y.promotion, y.price, y.stocked_out) AS t (a, b, c, d)
                                WHERE a <> 'NaN' OR b <> 'NaN' OR c <> 'NaN' OR d <> 'NaN')
            """, cancellationToken);
        await db.Database.ExecuteSqlAsync(
            $"""
            DELETE FROM sales_remark r USING series n WHERE n.id = r.series_id AND n.store_id = {successorId} AND r.day < {first}
            """, cancellationToken);
        await db.Database.ExecuteSqlAsync(
            $"""
            DELETE FROM series n WHERE n.store_id = {successorId} AND NOT EXISTS (SELECT 1 FROM series_year y WHERE y.series_id = n.id)
            """, cancellationToken);
    }
}
