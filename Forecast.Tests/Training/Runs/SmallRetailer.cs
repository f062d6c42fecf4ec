using Forecast.Domain.Access;
using Forecast.Domain.Data.Migrations;
using Forecast.Tests.Support;
using Npgsql;

namespace Forecast.Tests.Training.Runs;

/// <summary>Two regions with a few stores and items, with sales of 400 days: as much as a run needs.</summary>
internal static class SmallRetailer
{
    public const int Days = 400;

    /// <summary>Keys of the regions.</summary>
    public const int North = 1, West = 2;

    /// <summary>A planner of North.</summary>
    public static Viewer Planner { get; } = new(1, "Petra", Role.Planner, new HashSet<int> { North });

    /// <summary>An admin.</summary>
    public static Viewer Admin { get; } = new(2, "Ada", Role.Admin, new HashSet<int> { North, West });

    /// <summary>The last day with sales: yesterday in Berlin by the clock of a <see cref="RunsHost"/>.</summary>
    public static DateOnly Yesterday => Boards.Origin;

    /// <summary>Fills an empty database: stores 1 to n are North's, n + 1 to 2 n West's.</summary>
    public static async Task FillAsync(NpgsqlDataSource database, int storesPerRegion = 4, int items = 6)
    {
        await ExecuteAsync(database, $"""
            INSERT INTO region (id, code, name, time_zone, holiday_calendar, morning_run_at, deadline_at) VALUES
                (1, 'NORTH', 'North', 'Europe/Berlin', 'DE', '05:00', '09:00'), (2, 'WEST', 'West', 'Europe/Berlin', '', '05:00', '09:00');
            INSERT INTO store (id, code, name, region_id, type)
                SELECT s, 'S' || s, 'Store ' || s, 1 + (s - 1) / {storesPerRegion}, 'Super'
                    FROM generate_series(1, {2 * storesPerRegion}) s;
            INSERT INTO item (id, code, name, category, units_per_case, cases_per_pallet)
                SELECT i, 'I' || i, 'Item ' || i, 'Category ' || i % 2, 10, CASE WHEN i = 1 THEN NULL ELSE 5 END
                    FROM generate_series(1, {items}) i;
            INSERT INTO series (store_id, item_id) SELECT store.id, item.id FROM store CROSS JOIN item ORDER BY 1, 2;
            """);
        await EmbeddedServers.ExecuteAsOwnerAsync(
            database.ConnectionString,
            "SELECT setval(pg_get_serial_sequence(t, 'id'), 1000) FROM unnest(ARRAY['region', 'store', 'item']) t");
        await SellAsync(database, Yesterday.AddDays(1 - Days), Yesterday);
    }

    /// <summary>Sells from a first to a last day, in all stores or one of them; what was stored before is replaced.</summary>
    public static Task SellAsync(NpgsqlDataSource database, DateOnly from, DateOnly to, int? storeId = null, double factor = 1) =>
        ExecuteAsync(database, $"""
        INSERT INTO series_year (series_id, year, quantity)
        SELECT series.id, y, (
            SELECT array_agg((CASE WHEN d BETWEEN '{from:yyyy-MM-dd}' AND '{to:yyyy-MM-dd}'
                THEN round({FormattableString.Invariant($"{factor}")} * (5 + series.id % 7) * (CASE extract(isodow
                    FROM d) WHEN 6 THEN 2 WHEN 7 THEN 0.5 ELSE 1 END)
                    + hashint4(series.id * 10000 + (d::date - date '2000-01-01'))::int8 % 3 + 2)
                ELSE 'NaN' END)::real ORDER BY d)
            FROM generate_series(make_date(y, 1, 1), make_date(y, 12, 31), interval '1 day') d)
        FROM series CROSS JOIN generate_series({from.Year}, {to.Year}) y
        WHERE {(storeId is null ? "true" : FormattableString.Invariant($"store_id = {storeId}"))}
        ON CONFLICT (series_id, year) DO UPDATE SET quantity = (
            SELECT array_agg(CASE WHEN new <> 'NaN' THEN new ELSE old END ORDER BY at)
            FROM unnest(series_year.quantity, excluded.quantity) WITH ORDINALITY AS day (old, new, at));
        {StoreSales.Recount};
        """);

    /// <summary>Makes a day one that is not loaded.</summary>
    public static Task EraseAsync(NpgsqlDataSource database, DateOnly day) =>
        ExecuteAsync(database, $"UPDATE series_year SET quantity[{day.DayOfYear}] = 'NaN' WHERE year = {day.Year}; {StoreSales.Recount}");

    /// <summary>Records a load that has changed some days of a store.</summary>
    public static Task ChangeAsync(RunsHost host, int storeId, DateOnly from, DateOnly to) => ExecuteAsync(host.Database, $"""
        WITH loaded AS (
            INSERT INTO load (kind, file_name, digest, missing_days, unknown_keys, requested_by, started_at, finished_at, status,
                bytes_read, rows_read,
                rows_accepted, rows_duplicate, rows_rejected, values_changed, message)
            VALUES ('Sales', 'correction.csv', '', 'NotLoaded', 'Reject', 'test', '{host.Now:O}', '{host.Now:O}', 'Succeeded', 0, 0, 0, 0,
                0, 1, '') RETURNING id)
        INSERT INTO sales_change (load_id, store_id, first_day, last_day) SELECT id, {storeId}, '{from:yyyy-MM-dd}', '{to:yyyy-MM-dd}'
            FROM loaded
        """);

    public static async Task ExecuteAsync(NpgsqlDataSource database, string sql)
    {
        await using var command = database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>The first column of the first row.</summary>
    public static async Task<T> ScalarAsync<T>(NpgsqlDataSource database, string sql)
    {
        await using var command = database.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }
}
