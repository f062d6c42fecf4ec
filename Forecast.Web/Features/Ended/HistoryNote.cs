using Forecast.Domain.Data;
using Microsoft.EntityFrameworkCore;

namespace Forecast.Web.Features.Ended;

/// <summary>Notes a change of history that no file has made, as a load that is done.</summary>
internal static class HistoryNote
{
    public static async Task AddAsync(
        ForeactDb db, string what, string by, int storeId, DateOnly firstDay, DateOnly lastDay, DateTimeOffset now,
        CancellationToken cancellationToken) =>
        await db.Database.ExecuteSqlAsync(
            $"""
            WITH noted AS (
                INSERT INTO load (kind, file_name, digest, missing_days, unknown_keys, requested_by, started_at, finished_at, status,
                                  bytes_read, rows_read, rows_accepted, rows_duplicate, rows_rejected, values_changed, first_day, last_day,
                                  message, region_id)
                VALUES ('Sales', {what}, '', 'NotLoaded', 'Reject', {by}, {now}, {now}, 'Succeeded', 0, 0, 0, 0, 0, 0, {firstDay},
                        {lastDay}, 'Said on the board, not loaded from a file.', (SELECT region_id FROM store WHERE id = {storeId}))
                RETURNING id)
            INSERT INTO sales_change (load_id, store_id, first_day, last_day) SELECT id, {storeId}, {firstDay}, {lastDay} FROM noted
            """, cancellationToken);
}
