using Forecast.Domain.Copying;
using Npgsql;

namespace Forecast.Training.Runs.Shards;

/// <summary>Puts what a fit noticed in the sales of some stores in the place of what was noticed there before.</summary>
internal static class SalesRemarkCopy
{
    /// <summary>Inside the connection's transaction.</summary>
    public static async Task ReplaceAsync(NpgsqlConnection connection, long runId, ReviewPart review, CancellationToken ct)
    {
        int[] stores = [.. review.StoreIds];
        // Two runs that fit the same store at once take turns here, so that the second one sees what it replaces.
        await connection.Command("SELECT id FROM store WHERE id = ANY($1) ORDER BY id FOR NO KEY UPDATE", stores).ExecuteAsync(ct);
        await connection.Command("DELETE FROM sales_remark r USING series s WHERE s.id = r.series_id AND s.store_id = ANY($1)", stores)
            .ExecuteAsync(ct);
        const string columns = "series_id, day, kind, sold, suggested, impact, reason, run_id";
        await GuardedCopy.RunAsync(connection, "sales_remark", columns, review.Days, async (writer, remark) =>
        {
            await writer.WriteAsync(review.Series[remark.Series].SeriesId, ct);
            await writer.WriteAsync(remark.Day, ct);
            await writer.WriteAsync(remark.Kind.ToString(), ct);
            await writer.WriteAsync(remark.Sold, ct);
            await writer.WriteAsync(remark.Suggested, ct);
            await writer.WriteAsync(remark.Impact, ct);
            await writer.WriteAsync(remark.Reason, ct);
            await writer.WriteAsync(runId, ct);
        }, ct);
    }
}
