using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Forecast.Domain.Sales;
using Npgsql;

namespace Forecast.Domain.Demo;

/// <summary>The demo retailer's masters, users and load records. Everything runs in the caller's transaction.</summary>
internal sealed class DemoBooks(NpgsqlConnection connection)
{
    internal static readonly (string Subject, string Name, string Email, string Role, string[] Regions)[] Users =
    [
        ("demo:planner", "Petra Nord", "petra.nord@demo.example", "Planner", ["NORTH", "ISLES"]),
        ("demo:planner-west", "Will West", "will.west@demo.example", "Planner", ["WEST"]),
        ("demo:admin", "Ada Admin", "ada.admin@demo.example", "Admin", []),
    ];

    /// <summary>The plan of the demo retailer in this database, if there is one.</summary>
    public async Task<DemoPlan?> FindPlanAsync(CancellationToken cancellationToken)
    {
        await using var command = Command(
            "SELECT file_name FROM load WHERE requested_by = $1 AND status = 'Succeeded' ORDER BY id LIMIT 1", DemoRetailer.RequestedBy);
        return await command.ExecuteScalarAsync(cancellationToken) is string name ? DemoPlan.TryParse(name) : null;
    }

    /// <summary>Whether anything is in the catalog.</summary>
    public async Task<bool> HoldsOtherDataAsync(CancellationToken cancellationToken)
    {
        await using var command = Command("SELECT EXISTS (SELECT FROM region) OR EXISTS (SELECT FROM store) OR EXISTS (SELECT FROM item)");
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>Creates regions, stores, items, series and users in bulk.</summary>
    public async Task<DemoKeys> CreateAsync(DemoPlan plan, CancellationToken cancellationToken)
    {
        var regionIds = await CreateRegionsAsync(cancellationToken);
        var stores = Enumerable.Range(0, plan.Stores).Select(index => DemoStore.Of(plan, index)).ToArray();
        var items = Enumerable.Range(0, plan.Items).Select(DemoAssortment.Item).ToArray();
        var routes = DemoRoute.Of(stores);
        var routeIds = await CreateRoutesAsync(routes, regionIds, cancellationToken);
        var storeIds = await IdsAsync(
            """
            INSERT INTO store (code, name, region_id, type, opened_on, route_id)
            SELECT s.code, s.name, s.region_id, s.type, s.opened_on, s.route_id
            FROM unnest($1::text[], $2::text[], $3::int[], $4::text[], $5::date[], $6::int[]) WITH ORDINALITY AS s (code, name, region_id,
                type, opened_on, route_id, place)
            ORDER BY s.place RETURNING id
            """,
            cancellationToken,
            stores.Select(s => s.Code).ToArray(),
            stores.Select(s => s.Name).ToArray(),
            stores.Select(s => regionIds[s.Region]).ToArray(),
            stores.Select(s => s.Format.Name).ToArray(),
            stores.Select(s => s.OpenedOn).ToArray(),
            stores.Select(s => routeIds[routes.FindIndex(r => r.Code == s.RouteCode)]).ToArray());
        var itemIds = await IdsAsync(
            """
            INSERT INTO item (code, name, category, units_per_case, cases_per_pallet, kg_per_case, cubic_metres_per_case)
            SELECT i.code, i.name, i.category, i.units, i.cases, i.kg, i.cubic_metres
            FROM unnest($1::text[], $2::text[], $3::text[], $4::float8[], $5::float8[], $6::float8[], $7::float8[]) WITH ORDINALITY
                AS i (code, name, category, units, cases, kg, cubic_metres, place)
            ORDER BY i.place RETURNING id
            """,
            cancellationToken,
            Enumerable.Range(0, plan.Items).Select(ItemCode).ToArray(),
            items.Select(i => i.Name).ToArray(),
            items.Select(i => DemoAssortment.Categories[i.Category].Name).ToArray(),
            items.Select(i => (double)i.UnitsPerCase).ToArray(),
            items.Select(i => (double)i.CasesPerPallet).ToArray(),
            items.Select(i => i.KgPerCase).ToArray(),
            items.Select(i => i.CubicMetresPerCase).ToArray());
        var seriesIds = await IdsAsync(
            """
            INSERT INTO series (store_id, item_id)
            SELECT s.id, i.id FROM unnest($1::int[]) WITH ORDINALITY AS s (id, place) CROSS
                JOIN unnest($2::int[]) WITH ORDINALITY AS i (id, place)
            ORDER BY s.place, i.place RETURNING id
            """,
            cancellationToken,
            storeIds,
            itemIds);
        await CreateUsersAsync(regionIds, cancellationToken);
        return new DemoKeys(
            [.. stores.Select((store, index) => new DemoStoreRange(store, storeIds[index], plan.FirstDay, plan.FirstDay))], seriesIds);
    }

    /// <summary>Reads the keys of an existing demo retailer and where each store's sales end.</summary>
    public async Task<DemoKeys> ReadAsync(DemoPlan plan, CancellationToken cancellationToken)
    {
        var ends = new Dictionary<string, (int Id, DateOnly From)>(plan.Stores, StringComparer.Ordinal);
        await using (var command = Command(
            """
            SELECT s.code, s.id, coalesce(max(c.last_day) + 1, $2)
            FROM store s LEFT JOIN (sales_change c JOIN load l ON l.id = c.load_id AND l.requested_by = $1) ON c.store_id = s.id
            GROUP BY s.id
            """,
            DemoRetailer.RequestedBy,
            plan.FirstDay))
        {
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
                ends[reader.GetString(0)] = (reader.GetInt32(1), reader.GetFieldValue<DateOnly>(2));
        }

        var stores = Enumerable.Range(0, plan.Stores).Select(index => DemoStore.Of(plan, index))
            .Where(store => ends.ContainsKey(store.Code))
            .Select(store => new DemoStoreRange(store, ends[store.Code].Id, ends[store.Code].From, DateOnly.MinValue)).ToList();
        return new DemoKeys(stores, await ReadSeriesAsync(plan, stores, cancellationToken));
    }

    /// <summary>Opens the record of this load; it becomes visible with its data.</summary>
    public async Task<long> OpenLoadAsync(DemoPlan plan, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var command = Command(
            """
            INSERT INTO load (kind, file_name, digest, missing_days, unknown_keys, requested_by, started_at, status, bytes_read, rows_read,
                              rows_accepted, rows_duplicate, rows_rejected, values_changed, message)
            VALUES ('Sales', $1, '', 'NotLoaded', 'Create', $2, $3, 'Running', 0, 0, 0, 0, 0, 0, '') RETURNING id
            """,
            plan.ToString(),
            DemoRetailer.RequestedBy,
            now);
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>Closes the record and notes which days of which stores changed.</summary>
    public async Task CloseLoadAsync(
        long loadId, IReadOnlyList<DemoStoreRange> stores, long cells, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var ranges = stores.Select(
            s => string.Create(CultureInfo.InvariantCulture, $"{s.Store.Code} {s.From:yyyy-MM-dd} {s.To:yyyy-MM-dd}"));
        string digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', ranges))));
        await using var changes = Command(
            "INSERT INTO sales_change (load_id, store_id, first_day, last_day) SELECT $1, s.* FROM unnest($2::int[], $3::date[], "
                + "$4::date[]) AS s",
            loadId,
            stores.Select(s => s.StoreId).ToArray(),
            stores.Select(s => s.From).ToArray(),
            stores.Select(s => s.To).ToArray());
        await changes.ExecuteNonQueryAsync(cancellationToken);
        await NoteReachAsync(stores, cancellationToken);
        await using var load = Command(
            """
            UPDATE load SET status = 'Succeeded', digest = $2, rows_read = $3, rows_accepted = $3, values_changed = $3, first_day = $4,
                last_day = $5,
                            finished_at = $6, message = 'Generated; digest of the days per store.'
            WHERE id = $1
            """,
            loadId,
            digest,
            cells,
            stores.Min(s => s.From),
            stores.Max(s => s.To),
            now);
        await load.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Tells the planner what the tables now hold.</summary>
    public async Task AnalyzeAsync(CancellationToken cancellationToken)
    {
        await using var command = Command(
            "ANALYZE region, store, item, series, series_year (series_id, year), store_year (store_id, year), sales_change");
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Notes how far the sales reach, and on which days of the week the stores sell: the last weeks tell.</summary>
    private async Task NoteReachAsync(IReadOnlyList<DemoStoreRange> stores, CancellationToken cancellationToken)
    {
        await using var command = Command(
            """
            WITH written AS (SELECT * FROM unnest($1::int[], $2::date[], $3::date[]) AS w (store_id, first, last)),
            sold AS (
                SELECT w.store_id, extract(dow FROM p.first + q.place::int - 1)::int AS weekday, max(p.first + q.place::int - 1) AS day
                FROM written w
                CROSS JOIN LATERAL (SELECT year, greatest(w.last - $4, make_date(year, 1, 1)) AS first,
                                           least(w.last, make_date(year, 12, 31)) AS last
                                    FROM generate_series(extract(year FROM w.last - $4)::int, extract(year FROM w.last)::int) AS year) AS p
                JOIN series s ON s.store_id = w.store_id
                JOIN series_year y ON y.series_id = s.id AND y.year = p.year
                CROSS JOIN LATERAL unnest(y.quantity[extract(doy FROM p.first)::int : extract(doy FROM p.last)::int])
                    WITH ORDINALITY AS q (quantity, place)
                WHERE q.quantity > 0 AND q.quantity <> 'NaN'
                GROUP BY 1, 2)
            INSERT INTO store_sales AS old (store_id, loaded_from, loaded_until, last_sales)
            SELECT w.store_id, w.first, w.last, ARRAY(
                SELECT (SELECT sold.day FROM sold WHERE sold.store_id = w.store_id AND sold.weekday = d) FROM generate_series(0, 6) AS d
                ORDER BY d)
            FROM written w
            ON CONFLICT (store_id) DO UPDATE SET loaded_until = excluded.loaded_until, last_sales = excluded.last_sales
            """,
            stores.Select(s => s.StoreId).ToArray(),
            stores.Select(s => s.From).ToArray(),
            stores.Select(s => s.To).ToArray(),
            StoreSales.RhythmDays - 1);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static string ItemCode(int index) => string.Create(CultureInfo.InvariantCulture, $"I{index + 1:0000}");

    private async Task<int[]> CreateRegionsAsync(CancellationToken cancellationToken) =>
        await IdsAsync(
            """
            INSERT INTO region (code, name, time_zone, holiday_calendar, morning_run_at, deadline_at)
            SELECT r.code, r.name, r.zone, r.calendar, '05:00', '09:00'
            FROM unnest($1::text[], $2::text[], $3::text[], $4::text[]) WITH ORDINALITY AS r (code, name, zone, calendar, place)
            ORDER BY r.place RETURNING id
            """,
            cancellationToken,
            DemoRegion.All.Select(r => r.Code).ToArray(),
            DemoRegion.All.Select(r => r.Name).ToArray(),
            DemoRegion.All.Select(r => r.TimeZone).ToArray(),
            DemoRegion.All.Select(r => r.HolidayCalendar).ToArray());

    private async Task<int[]> CreateRoutesAsync(List<DemoRoute> routes, int[] regionIds, CancellationToken cancellationToken) =>
        await IdsAsync(
            """
            INSERT INTO delivery_route (code, name, region_id, vehicle, pallets, cubic_metres, kg)
            SELECT d.code, d.name, d.region_id, d.vehicle, d.pallets, d.cubic_metres, d.kg
            FROM unnest($1::text[], $2::text[], $3::int[], $4::text[], $5::float8[], $6::float8[], $7::float8[]) WITH ORDINALITY
                AS d (code, name, region_id, vehicle, pallets, cubic_metres, kg, place)
            ORDER BY d.place RETURNING id
            """,
            cancellationToken,
            routes.Select(r => r.Code).ToArray(),
            routes.Select(r => r.Name).ToArray(),
            routes.Select(r => regionIds[r.Region]).ToArray(),
            routes.Select(r => r.Vehicle.Name).ToArray(),
            routes.Select(r => r.Vehicle.Pallets).ToArray(),
            routes.Select(r => r.Vehicle.CubicMetres).ToArray(),
            routes.Select(r => r.Vehicle.Kg).ToArray());

    private async Task CreateUsersAsync(int[] regionIds, CancellationToken cancellationToken)
    {
        foreach (var user in Users)
        {
            await using var command = Command(
                """
                WITH person AS (
                    INSERT INTO app_user (subject, name, email, role) VALUES ($1, $2, $3, $4)
                    ON CONFLICT (subject) DO UPDATE SET name = excluded.name RETURNING id)
                INSERT INTO region_grant (user_id, region_id) SELECT person.id, region.id
                    FROM person, unnest($5::int[]) AS region (id) ON CONFLICT DO NOTHING
                """,
                user.Subject,
                user.Name,
                user.Email,
                user.Role,
                regionIds.Where((_, index) => user.Regions.Contains(DemoRegion.All[index].Code, StringComparer.Ordinal)).ToArray());
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    private async Task<int[]> ReadSeriesAsync(DemoPlan plan, List<DemoStoreRange> stores, CancellationToken cancellationToken)
    {
        var ids = new int[plan.Stores * plan.Items];
        var storeIndex = stores.ToDictionary(s => s.StoreId, s => s.Store.Index);
        var itemIndex = Enumerable.Range(0, plan.Items).ToDictionary(ItemCode, i => i, StringComparer.Ordinal);
        await using var command = Command("SELECT s.id, s.store_id, i.code FROM series s JOIN item i ON i.id = s.item_id");
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            if (storeIndex.TryGetValue(reader.GetInt32(1), out int store) && itemIndex.TryGetValue(reader.GetString(2), out int item))
                ids[store * plan.Items + item] = reader.GetInt32(0);
        }

        return ids;
    }

    private async Task<int[]> IdsAsync(string sql, CancellationToken cancellationToken, params Array[] values)
    {
        var ids = new List<int>();
        await using var command = Command(sql, values);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            ids.Add(reader.GetInt32(0));
        return [.. ids];
    }

    private NpgsqlCommand Command(string sql, params object[] values)
    {
        var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values)
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        return command;
    }
}
