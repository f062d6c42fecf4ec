using System.Diagnostics;
using Forecast.Domain.Catalog;
using Forecast.Domain.Copying;
using Forecast.Domain.Transport;
using Forecast.Training.Transport;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Forecast.Training.Runs.Publishing;

/// <summary>
/// Works out what a region's forecast on show needs in trucks, and puts it in the place of what was there. Safe to call any number of
/// times, anywhere; no forecast waits for it.
/// </summary>
internal sealed class TransportWork(NpgsqlDataSource database, TimeProvider clock, ILogger<TransportWork> logger)
{
    /// <summary>First half of the key under which one replica at a time works at a region.</summary>
    private const int Lock = 0x7472;

    /// <summary>Regions of which a forecast or a route has changed since they were worked out.</summary>
    public Task<List<int>> DueAsync(CancellationToken ct) =>
        database.Command("SELECT region_id FROM region_transport WHERE is_due ORDER BY region_id").ListAsync(r => r.GetInt32(0), ct);

    /// <summary>Works one region out if it is due.</summary>
    public async Task WorkOutAsync(int regionId, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginShortAsync(ct);
        await connection.Command("SELECT pg_advisory_xact_lock($1, $2)", Lock, regionId).ExecuteAsync(ct);
        // What changes from here on makes it due again: that waits for this row.
        const string begin = "UPDATE region_transport SET is_due = false, worked_out_at = $2 WHERE region_id = $1 AND is_due";
        if (await connection.Command(begin, regionId, clock.GetUtcNow()).ExecuteAsync(ct) == 0)
            return;
        var routes = await RoutesAsync(connection, regionId, ct);
        var loads = await LoadsAsync(connection, regionId, ct);
        var began = Stopwatch.GetTimestamp();
        var plan = await Task.Run(() => TransportPlan.Of(regionId, routes, loads), ct);
        var took = Stopwatch.GetElapsedTime(began);
        await connection.Command("DELETE FROM transport_day WHERE region_id = $1", regionId).ExecuteAsync(ct);
        await CopyAsync(connection, plan.Days, ct);
        await KeepCheckAsync(connection, regionId, plan, ct);
        await transaction.CommitAsync(ct);
        logger.LogInformation(
            "Transport of region {Region}: {Days} days of stores and routes, worked out in {Milliseconds:0} ms.", regionId, plan.Days.Count,
            took.TotalMilliseconds);
    }

    private static Task<List<DeliveryRoute>> RoutesAsync(NpgsqlConnection connection, int regionId, CancellationToken ct) =>
        connection.Command("SELECT id, code, pallets, cubic_metres, kg FROM delivery_route WHERE region_id = $1", regionId).ListAsync(
            r => new DeliveryRoute
            {
                Id = r.GetInt32(0),
                Code = r.GetString(1),
                Name = "",
                RegionId = regionId,
                Pallets = r.OrNull<double>(2),
                CubicMetres = r.OrNull<double>(3),
                Kg = r.OrNull<double>(4),
            }, ct);

    private static Task<List<(StoreLoad Load, int? RouteId)>> LoadsAsync(NpgsqlConnection connection, int regionId, CancellationToken ct)
    {
        const string sql = """
            SELECT s.route_id, l.store_id, l.origin, l.pallets, l.cubic_metres, l.kg, l.cases, l.pallets_of_cases, l.units,
                l.units_without_pallets, l.units_without_cubic_metres, l.units_without_kg, l.backtest_origins, l.backtest_pallets,
                l.backtest_pallets_forecast, l.backtest_cubic_metres, l.backtest_cubic_metres_forecast, l.backtest_kg,
                l.backtest_kg_forecast
            FROM current_forecast c
            JOIN store s ON s.id = c.store_id
            JOIN store_load l ON l.version_id = c.version_id AND l.store_id = c.store_id
            WHERE c.region_id = $1 AND (s.closed_on IS NULL OR s.closed_on > l.origin) ORDER BY l.store_id
            """;
        return connection.Command(sql, regionId).ListAsync(
            r => (new StoreLoad
            {
                StoreId = r.GetInt32(1),
                Origin = r.GetFieldValue<DateOnly>(2),
                Pallets = r.GetFieldValue<float[]>(3),
                CubicMetres = r.GetFieldValue<float[]>(4),
                Kg = r.GetFieldValue<float[]>(5),
                Cases = r.GetFieldValue<float[]>(6),
                PalletsOfCases = r.GetFieldValue<float[]>(7),
                Units = r.GetFloat(8),
                UnitsWithoutPallets = r.GetFloat(9),
                UnitsWithoutCubicMetres = r.GetFloat(10),
                UnitsWithoutKg = r.GetFloat(11),
                LackingItemIds = [],
                BacktestOrigins = r.GetFieldValue<DateOnly[]>(12),
                BacktestPallets = r.GetFieldValue<float[]>(13),
                BacktestPalletsForecast = r.GetFieldValue<float[]>(14),
                BacktestCubicMetres = r.GetFieldValue<float[]>(15),
                BacktestCubicMetresForecast = r.GetFieldValue<float[]>(16),
                BacktestKg = r.GetFieldValue<float[]>(17),
                BacktestKgForecast = r.GetFieldValue<float[]>(18),
            }, r.OrNull<int>(0)), ct);
    }

    private static Task CopyAsync(NpgsqlConnection connection, IEnumerable<TransportDay> days, CancellationToken ct)
    {
        const string columns = """
            region_id, route_id, store_id, day, pallets, whole_pallets, cases, pallets_of_cases, cubic_metres, kg, load, trucks, odds,
            odds_of_two, odds_of_three, why_not
            """;
        return GuardedCopy.RunAsync(connection, "transport_day", columns, days, async (writer, day) =>
        {
            await writer.WriteAsync(day.RegionId, ct);
            await WriteAsync(writer, day.RouteId, ct);
            await WriteAsync(writer, day.StoreId, ct);
            await writer.WriteAsync(day.Day, ct);
            await writer.WriteAsync(day.Pallets, ct);
            await writer.WriteAsync(day.WholePallets, ct);
            await writer.WriteAsync(day.Cases, ct);
            await writer.WriteAsync(day.PalletsOfCases, ct);
            await writer.WriteAsync(day.CubicMetres, ct);
            await writer.WriteAsync(day.Kg, ct);
            await WriteAsync(writer, day.Load, ct);
            await WriteAsync(writer, day.Trucks, ct);
            await WriteAsync(writer, day.Odds, ct);
            await WriteAsync(writer, day.OddsOfTwo, ct);
            await WriteAsync(writer, day.OddsOfThree, ct);
            await writer.WriteAsync(day.WhyNot, ct);
        }, ct);
    }

    private static Task WriteAsync<T>(NpgsqlBinaryImporter writer, T? value, CancellationToken ct)
        where T : struct => value is { } known ? writer.WriteAsync(known, ct) : writer.WriteNullAsync(ct);

    private static Task KeepCheckAsync(NpgsqlConnection connection, int regionId, TransportPlan plan, CancellationToken ct)
    {
        const string sql = """
            UPDATE region_transport SET route_days = $2, route_stated = $3, route_happened = $4, store_days = $5, store_stated = $6,
                store_happened = $7
            WHERE region_id = $1
            """;
        return connection.Command(
            sql, regionId, plan.Routes.Days, plan.Routes.Stated, plan.Routes.Happened, plan.Stores.Days, plan.Stores.Stated,
            plan.Stores.Happened).ExecuteAsync(ct);
    }
}
