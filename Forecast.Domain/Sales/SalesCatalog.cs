using Forecast.Domain.Catalog;
using Forecast.Domain.Loads;
using Npgsql;

namespace Forecast.Domain.Sales;

/// <summary>Reads the catalog for a load and creates in bulk what the load adds to it.</summary>
internal sealed class SalesCatalog(NpgsqlConnection connection)
{
    private const string DefaultRegion = "MAIN";

    private readonly List<Region> regions = [];
    private Region? regionToCreate;
    private bool zoneIsSaid;

    /// <summary>Regions by key; 0 is the one to be created.</summary>
    public Region RegionOf(int id) => id == 0 ? regionToCreate! : regions.Single(region => region.Id == id);

    /// <summary>Zone of a region; null for one to be created of which nobody has said it.</summary>
    public TimeZoneInfo? ZoneOf(int id) => id == 0 && !zoneIsSaid ? null : RegionOf(id).Zone;

    /// <summary>Region of a code; null when there is none.</summary>
    public Region? FindRegion(string code) => regions.Find(region => string.Equals(region.Code, code, StringComparison.OrdinalIgnoreCase));

    public async Task ReadRegionsAsync(CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            "SELECT id, code, name, time_zone, holiday_calendar FROM region ORDER BY code", connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            regions.Add(new Region
            {
                Id = reader.GetInt32(0),
                Code = reader.GetString(1),
                Name = reader.GetString(2),
                TimeZone = reader.GetString(3),
                HolidayCalendar = reader.GetString(4),
            });
        }
    }

    /// <summary>Reads the codes of all stores and items.</summary>
    public async Task ReadCodesAsync(SalesKeys keys, CancellationToken cancellationToken)
    {
        await using (var stores = new NpgsqlCommand("SELECT code, id, region_id FROM store", connection))
        await using (var reader = await stores.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken))
                keys.AddKnownStore(reader.GetString(0), reader.GetInt32(1), reader.GetInt32(2));
        }

        await using var items = new NpgsqlCommand("SELECT code, id FROM item", connection);
        await using var itemReader = await items.ExecuteReaderAsync(cancellationToken);
        while (await itemReader.ReadAsync(cancellationToken))
            keys.AddKnownItem(itemReader.GetString(0), itemReader.GetInt32(1));
    }

    /// <summary>
    /// The region in which unknown stores of a sales file are created: 0 for one that is created with the first of them, null when none was
    /// chosen out of several.
    /// </summary>
    public int? RegionForNewStores(ImportRequest request)
    {
        if (request.UnknownKeys == UnknownKeys.Reject || (request.RegionCode is null && regions.Count > 1))
            return null;
        if (request.RegionCode is null && regions.Count == 1)
            return regions[0].Id;
        string code = request.RegionCode ?? DefaultRegion;
        if (FindRegion(code) is { } known)
            return known.Id;
        zoneIsSaid = request.TimeZone is not null;
        regionToCreate = new Region
        {
            Code = code,
            Name = code,
            TimeZone = request.TimeZone ?? "UTC",
            HolidayCalendar = request.HolidayCalendar,
        };
        return 0;
    }

    /// <summary>The codes of all regions, for messages.</summary>
    public string RegionCodes => regions.Count == 0 ? "none yet" : string.Join(", ", regions.Select(region => region.Code));

    public async Task<Region> CreateRegionAsync(
        string code, string name, string? timeZone, string holidayCalendar, LoadCounts counts, CancellationToken cancellationToken)
    {
        var region = new Region { Code = code, Name = name, TimeZone = timeZone ?? "UTC", HolidayCalendar = holidayCalendar };
        await using var command = new NpgsqlCommand(
            "INSERT INTO region (code, name, time_zone, holiday_calendar, morning_run_at, deadline_at) VALUES ($1, $2, $3, $4, $5, $6) "
                + "RETURNING id", connection)
        {
            Parameters =
            {
                new() { Value = region.Code }, new() { Value = region.Name }, new() { Value = region.TimeZone },
                new() { Value = region.HolidayCalendar },
                new() { Value = region.MorningRunAt }, new() { Value = region.DeadlineAt },
            },
        };
        region.Id = (int)(await command.ExecuteScalarAsync(cancellationToken))!;
        regions.Add(region);
        counts.Remarks.Add(
            timeZone is null ? $"Created region {code} in time zone UTC; set its own zone and holiday calendar."
            : $"Created region {code}.");
        return region;
    }

    /// <summary>Creates the stores, items and series that the load met and the catalog lacks.</summary>
    public async Task CreateAsync(SalesKeys keys, LoadCounts counts, CancellationToken cancellationToken)
    {
        var lookalikes = keys.RemarksOnLookalikes().ToList(); // Before they are no longer new.
        var stores = keys.Stores.Where(store => store is { Id: 0, IsUsed: true }).ToList();
        if (regionToCreate is { } region && stores.Exists(store => store.RegionId == 0))
        {
            string? zone = zoneIsSaid ? region.TimeZone : null;
            var created = await CreateRegionAsync(region.Code, region.Name, zone, region.HolidayCalendar, counts, cancellationToken);
            foreach (var store in stores.Where(store => store.RegionId == 0))
                store.RegionId = created.Id;
        }

        var storeIds = await IdsAsync(
            """
            INSERT INTO store (code, name, region_id, type) SELECT s.code, s.code, s.region, ''
            FROM unnest($1::text[], $2::int[]) WITH ORDINALITY AS s (code, region, place) ORDER BY s.place RETURNING id
            """,
            cancellationToken,
            stores.Select(s => s.Code).ToArray(),
            stores.Select(s => s.RegionId).ToArray());
        for (int i = 0; i < stores.Count; i++)
            stores[i].Id = storeIds[i];

        var items = keys.Items.Where(item => item is { Id: 0, IsUsed: true }).ToList();
        var itemIds = await IdsAsync(
            "INSERT INTO item (code, name, category) SELECT i.code, i.code, '' FROM unnest($1::text[]) WITH ORDINALITY AS i (code, place) "
                + "ORDER BY i.place RETURNING id",
            cancellationToken,
            items.Select(i => i.Code).ToArray());
        for (int i = 0; i < items.Count; i++)
            items[i].Id = itemIds[i];

        await FindSeriesAsync(keys, cancellationToken);
        var series = keys.Series.Where(s => s.Id == 0).ToList();
        var seriesIds = await IdsAsync(
            """
            INSERT INTO series (store_id, item_id) SELECT s.store, s.item
            FROM unnest($1::int[], $2::int[]) WITH ORDINALITY AS s (store, item, place) ORDER BY s.place RETURNING id
            """,
            cancellationToken,
            series.Select(s => keys.Stores[s.Store].Id).ToArray(),
            series.Select(s => keys.Items[s.Item].Id).ToArray());
        for (int i = 0; i < series.Count; i++)
            series[i].Id = seriesIds[i];

        if (stores.Count + items.Count == 0)
            return;
        counts.Remarks.Add($"Created {LoadCounts.Of(stores.Count, "store")} and {LoadCounts.Of(items.Count, "item")} under their "
            + "codes; load their master files for names and categories.");
        counts.Remarks.AddRange(lookalikes);
    }

    private async Task FindSeriesAsync(SalesKeys keys, CancellationToken cancellationToken)
    {
        var known = keys.Series.Select(s => keys.Stores[s.Store].Id).Distinct().ToArray();
        var ids = new Dictionary<(int Store, int Item), int>();
        await using (var command = new NpgsqlCommand(
            "SELECT store_id, item_id, id FROM series WHERE store_id = ANY ($1)", connection)
        { Parameters = { new() { Value = known } } })
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken))
                ids[(reader.GetInt32(0), reader.GetInt32(1))] = reader.GetInt32(2);
        }

        foreach (var series in keys.Series)
        {
            if (!ids.TryGetValue((keys.Stores[series.Store].Id, keys.Items[series.Item].Id), out int id))
                continue;
            series.Id = id;
            series.IsStored = true;
        }
    }

    /// <summary>Looks up when each known series was first sold.</summary>
    public async Task FindFirstSalesAsync(SalesKeys keys, CancellationToken cancellationToken)
    {
        var series = keys.Series.Where(s => s.IsStored).ToDictionary(s => s.Id);
        await using var command = new NpgsqlCommand(
            "SELECT DISTINCT ON (series_id) series_id, year, quantity FROM series_year WHERE series_id = ANY ($1) ORDER BY series_id, year",
                connection)
        {
            Parameters = { new() { Value = series.Keys.ToArray() } },
            CommandTimeout = 0,
        };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            int day = Array.FindIndex(reader.GetFieldValue<float[]>(2), quantity => !float.IsNaN(quantity));
            if (day >= 0)
                series[reader.GetInt32(0)].FirstStored = new DateOnly(reader.GetInt16(1), 1, 1).DayNumber + day;
        }
    }

    private async Task<List<int>> IdsAsync(string sql, CancellationToken cancellationToken, params Array[] columns)
    {
        var ids = new List<int>();
        if (columns[0].Length == 0)
            return ids;
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        foreach (var column in columns)
            command.Parameters.Add(new NpgsqlParameter { Value = column });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            ids.Add(reader.GetInt32(0));
        return ids;
    }
}
