using Forecast.Domain.Accuracy;
using Forecast.Domain.Calendar;
using Forecast.Domain.Catalog;
using Forecast.Domain.Data;
using Forecast.Domain.Forecasts;
using Forecast.Domain.Sales;
using Forecast.Training.History;
using Forecast.Training.Panels;
using Forecast.Training.Worklists;
using Forecast.Training.Worklists.Detectors;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Forecast.Training.Runs.Worklists;

/// <summary>Reads the picture of a region that detectors look at: a query per table, never one per store or series.</summary>
internal sealed class PictureReader(
    NpgsqlDataSource database, IDbContextFactory<ForeactDb> contexts, PanelReader panels, TimeProvider clock)
{
    /// <summary>Days back that files are told of.</summary>
    private const int FileDays = 2;

    /// <summary>The picture as of the forecast that a run has published.</summary>
    public async Task<RegionPicture> ReadAsync(ListedRun run, CancellationToken ct)
    {
        var (region, sales) = await SalesAsync(run.RegionId, ct);
        var stores = await StoresAsync(run, ct);
        var before = await BeforeAsync(run, ct);
        var forecasts = await ForecastsAsync(run, ct);
        var items = await ItemsAsync([.. forecasts.Select(f => f.ItemId).Distinct()], ct);
        var query = new PanelQuery(
            region, run.Origin, RegionPicture.DaysAhead, run.Origin.AddDays(1 - RegionPicture.DaysBack), Trims: false, OnlySales: true);
        var panel = await panels.ReadAsync(
            [.. forecasts.Select(f => new PanelSeries(f.SeriesId, f.StoreId, f.ItemId, -1))], query, ct);
        return new RegionPicture
        {
            Origin = run.Origin,
            Stores = stores,
            Items = items,
            Series = [.. forecasts.Select((f, s) => Series(f, s, panel, before.GetValueOrDefault(f.SeriesId)))],
            Sales = sales,
            Holidays = HolidayCalendar.Knows(region.HolidayCalendar)
                ? HolidayCalendar.For(region.HolidayCalendar, run.Origin.AddDays(1), run.Origin.AddDays(RegionPicture.DaysAhead))
                : [],
            RejectedLoads = await LoadsAsync(run.RegionId, ct),
            MarkedShelves = await ShelvesAsync(run, ct),
            FailedFits = await FailedFitsAsync(run, ct),
            Routes = await RoutesAsync(run, ct),
        };
    }

    private async Task<(Region Region, SalesFreshness? Sales)> SalesAsync(int regionId, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(ct);
        var region = await db.Regions.AsNoTracking().SingleAsync(r => r.Id == regionId, ct);
        var today = region.BusinessDay(now);
        IReadOnlyList<Store> trading = await db.Stores.AsNoTracking()
            .Where(s => s.RegionId == regionId && (s.ClosedOn == null || s.ClosedOn >= today)).ToListAsync(ct);
        return (region, trading.Count == 0 ? null : (await RegionSalesReader.ReadAsync(db, [(region, trading)], now, ct))[0].At(now));
    }

    private async Task<Dictionary<int, PicturedStore>> StoresAsync(ListedRun run, CancellationToken ct)
    {
        const string sql = """
            SELECT o.store_id, s.name, o.mean[1:7], cardinality(o.backtest_origins), o.backtest_actual, o.backtest_predicted, a.*
            FROM store_outlook o JOIN store s ON s.id = o.store_id
            LEFT JOIN (
                SELECT store_id AS scored_store, count(*) FILTER (WHERE scored > 0)::int, sum(actual), sum(signed_error), sum(squared_error)
                FROM accuracy_score
                WHERE region_id = $2 AND level = 'Store' AND grain = 'Store' AND ahead = 1 AND day > $3 AND day <= $4 GROUP BY store_id
            ) a ON a.scored_store = s.id
            WHERE o.version_id = $1
            """;
        var read = await database.Command(sql, run.VersionId, run.RegionId, run.Origin.AddDays(-Lean.Window), run.Origin).ListAsync(
            r => new PicturedStore(
                r.GetInt32(0), r.GetString(1), r.GetFieldValue<float[]>(2).Sum(v => (double)v), r.GetInt32(3),
                r.GetFieldValue<float[]>(4), r.GetFieldValue<float[]>(5),
                r.IsDBNull(6) ? null : new Lean(r.GetInt32(7), r.GetDouble(8), r.GetDouble(9), r.GetDouble(10))), ct);
        return read.ToDictionary(s => s.Id);
    }

    private async Task<Dictionary<int, PicturedItem>> ItemsAsync(int[] ids, CancellationToken ct)
    {
        const string sql = """
            SELECT id, name, category, coalesce(units_per_case * cases_per_pallet, 'NaN') FROM item WHERE id = ANY($1)
            """;
        var read = await database.Command(sql, ids).ListAsync(
            r => new PicturedItem(r.GetInt32(0), r.GetString(1), r.GetString(2), r.GetDouble(3)), ct);
        return read.ToDictionary(i => i.Id);
    }

    private Task<List<ForecastRow>> ForecastsAsync(ListedRun run, CancellationToken ct)
    {
        const string sql = """
            SELECT f.series_id, s.store_id, s.item_id, f.mean[1:7], f.p10[1:7], f.p90[1:7], f.method, f.demand_class
            FROM series_forecast f JOIN series s ON s.id = f.series_id JOIN store_outlook o ON o.version_id = $2 AND o.store_id = s.store_id
            WHERE f.partition = $1 AND f.version_id = $2 ORDER BY s.store_id, s.item_id
            """;
        return database.Command(sql, run.Partition, run.VersionId).ListAsync(
            r => new ForecastRow(
                r.GetInt32(0), r.GetInt32(1), r.GetInt32(2), r.GetFieldValue<float[]>(3), r.GetFieldValue<float[]>(4),
                r.GetFieldValue<float[]>(5), string.Intern(r.GetString(6)), (DemandClass)r.GetInt32(7)), ct);
    }

    /// <summary>
    /// What the forecasts shown before expected of the days ahead. They are of one version as a rule, of a few where stores were refreshed
    /// on their own; each has its own partition, and joined with them the database would look through all.
    /// </summary>
    private async Task<Dictionary<int, (float[] Mean, string Method)>> BeforeAsync(ListedRun run, CancellationToken ct)
    {
        const string versions = """
            SELECT v.id, v.partition, v.origin, array_agg(c.store_id) FROM current_forecast c
            JOIN forecast_version v ON v.id = c.previous_version_id
            WHERE c.region_id = $1 AND c.version_id = $2 GROUP BY v.id
            """;
        const string sql = """
            SELECT f.series_id, f.mean[$3:$3 + 6], f.method FROM series_forecast f JOIN series s ON s.id = f.series_id
            WHERE f.partition = $1 AND f.version_id = $2 AND s.store_id = ANY($4)
            """;
        var before = new Dictionary<int, (float[] Mean, string Method)>();
        var shown = await database.Command(versions, run.RegionId, run.VersionId).ListAsync(
            r => (Id: r.GetInt64(0), Partition: r.GetFieldValue<DateOnly>(1), Origin: r.GetFieldValue<DateOnly>(2),
                Stores: r.GetFieldValue<int[]>(3)), ct);
        foreach (var (id, partition, origin, stores) in shown)
        {
            int first = 1 + run.Origin.DayNumber - origin.DayNumber;
            if (first < 1)
                continue; // It has seen more than this one.
            var rows = await database.Command(sql, partition, id, first, stores).ListAsync(
                r => (Id: r.GetInt32(0), Mean: r.GetFieldValue<float[]>(1), Method: string.Intern(r.GetString(2))), ct);
            foreach (var row in rows)
                before[row.Id] = (row.Mean, row.Method);
        }

        return before;
    }

    private async Task<Dictionary<int, double>> ShelvesAsync(ListedRun run, CancellationToken ct)
    {
        const string sql = """
            SELECT r.series_id, sum(r.suggested - r.sold)::float8 FROM sales_remark r
            JOIN series s ON s.id = r.series_id JOIN store st ON st.id = s.store_id
            WHERE st.region_id = $1 AND r.kind = 'StockOut' AND r.day > $2 AND r.suggested > r.sold GROUP BY r.series_id
            """;
        var read = await database.Command(sql, run.RegionId, run.Origin.AddDays(-EmptyShelves.ShelfDays))
            .ListAsync(r => (Id: r.GetInt32(0), Units: r.GetDouble(1)), ct);
        return read.ToDictionary(r => r.Id, r => r.Units);
    }

    private Task<List<PicturedLoad>> LoadsAsync(int regionId, CancellationToken ct)
    {
        const string sql = """
            SELECT l.id, l.file_name, l.rows_rejected, l.rows_read FROM load l
            WHERE l.rows_rejected > 0 AND l.finished_at > $2 AND (l.region_id = $1 OR EXISTS (
                SELECT 1 FROM sales_change c JOIN store s ON s.id = c.store_id WHERE c.load_id = l.id AND s.region_id = $1))
            ORDER BY l.id DESC LIMIT 20
            """;
        return database.Command(sql, regionId, clock.GetUtcNow().AddDays(-FileDays)).ListAsync(
            r => new PicturedLoad(r.GetInt64(0), r.GetString(1), r.GetInt64(2), r.GetInt64(3)), ct);
    }

    private Task<List<PicturedRun>> FailedFitsAsync(ListedRun run, CancellationToken ct)
    {
        const string sql = """
            SELECT r.id, r.message FROM run r JOIN model_version m ON m.run_id = r.id
            WHERE r.region_id = $1 AND r.status = 'Failed' AND r.finished_at BETWEEN $2 AND $3 AND r.id <> $4
              AND NOT EXISTS (SELECT 1 FROM run later JOIN model_version l ON l.run_id = later.id WHERE later.region_id = r.region_id
                              AND later.status = 'Succeeded' AND later.finished_at > r.finished_at)
            ORDER BY r.id DESC LIMIT 5
            """;
        return database.Command(sql, run.RegionId, run.FinishedAt.AddDays(-1), run.FinishedAt, run.Id)
            .ListAsync(r => new PicturedRun(r.GetInt64(0), r.GetString(1)), ct);
    }

    /// <summary>As they were worked out of the forecast on show; where that is still to be done, no days are ahead of it.</summary>
    private async Task<List<PicturedRoute>> RoutesAsync(ListedRun run, CancellationToken ct)
    {
        const string sql = """
            SELECT d.code, d.name, (SELECT array_agg(s.id) FROM store s WHERE s.route_id = d.id), t.day, t.pallets, t.load, t.trucks, t.odds
            FROM transport_day t JOIN delivery_route d ON d.id = t.route_id JOIN region_transport r ON r.region_id = t.region_id
            WHERE t.region_id = $1 AND t.store_id IS NULL AND t.trucks IS NOT NULL AND t.day > $2 AND NOT r.is_due
            ORDER BY d.code, t.day
            """;
        var days = await database.Command(sql, run.RegionId, run.Origin).ListAsync(
            r => (Code: r.GetString(0), Name: r.GetString(1), Stores: r.IsDBNull(2) ? [] : r.GetFieldValue<int[]>(2),
                Day: new PicturedRouteDay(
                    r.GetFieldValue<DateOnly>(3), r.GetFloat(4), r.GetFloat(5), r.GetInt32(6), r.OrNull<float>(7))), ct);
        return [.. days.GroupBy(d => d.Code, StringComparer.Ordinal)
            .Select(g => new PicturedRoute(g.Key, g.First().Name, g.First().Stores, [.. g.Select(d => d.Day)]))];
    }

    private static PicturedSeries Series(ForecastRow row, int at, Panel panel, (float[]? Mean, string? Method) before) => new()
    {
        Id = row.SeriesId,
        StoreId = row.StoreId,
        ItemId = row.ItemId,
        Sold = panel.Quantity.AsMemory(at * panel.Days, panel.Days),
        Mean = row.Mean,
        P10 = row.P10,
        P90 = row.P90,
        Before = before.Mean ?? [],
        Method = row.Method,
        MethodBefore = before.Method ?? "",
        Class = row.Class,
        PromotionFrom = PromotionFrom(panel, at),
    };

    /// <summary>First day of the promotion that falls into the days ahead; as far back as the panel reaches.</summary>
    private static DateOnly? PromotionFrom(Panel panel, int series)
    {
        if (panel.Promotion is null)
            return null;
        var promotion = panel.Promotion.AsSpan(series * (panel.Days + panel.Horizon), panel.Days + RegionPicture.DaysAhead);
        int day = panel.Days;
        while (day < promotion.Length && !(promotion[day] > 0))
            day++;
        if (day == promotion.Length)
            return null;
        while (day > 0 && promotion[day - 1] > 0)
            day--;
        return panel.FirstDay.AddDays(day);
    }

    private sealed record ForecastRow(
        int SeriesId, int StoreId, int ItemId, float[] Mean, float[] P10, float[] P90, string Method, DemandClass Class);
}
