using Forecast.Domain.Calendar;
using Forecast.Domain.Loads;
using Forecast.Domain.Reading;
using Forecast.Domain.Sales;
using Forecast.Domain.Transport;
using Npgsql;

namespace Forecast.Domain.Imports;

/// <summary>
/// Takes a master file of stores in: new codes are created, known ones take what the file says; an empty field keeps what is stored.
/// Unknown regions are created only when the request says so, with the time zone and calendar of the file's columns or of the request.
/// </summary>
internal sealed class StoreMaster(NpgsqlConnection connection, long loadId, ImportRequest request, LoadCounts counts)
{
    private const int Store = 0, RegionCode = 1, Name = 2, Type = 3, OpenedOn = 4, ClosedOn = 5, RegionName = 6, TimeZone = 7, Calendar = 8,
        Route = 9;

    private static readonly string[] Columns =
        ["store", "region", "name", "type", "opened_on", "closed_on", "region_name", "time_zone", "holiday_calendar",
            "route"];

    private readonly SalesCatalog catalog = new(connection);
    private readonly Dictionary<string, NewRegion> newRegions = new(StringComparer.OrdinalIgnoreCase);
    private Dictionary<string, Row> known = [];
    private readonly Dictionary<string, string> newRoutes = new(StringComparer.Ordinal);
    private Dictionary<string, (int Id, string Region)> routes = [];
    private DateOrder dates;

    private sealed record Row(string Code, string Region, string Name, string Type, DateOnly? OpenedOn, DateOnly? ClosedOn, string Route);

    private sealed record NewRegion(string Code, string Name, string? TimeZone, string HolidayCalendar);

    public async Task RunAsync(LoadFile file, CancellationToken cancellationToken)
    {
        var evidence = new DateEvidence();
        var form = await TextEvidence.ReadAsync(
            file, Columns, required: 1, chosen: null, long.MaxValue,
            () => evidence = new DateEvidence(),
            row =>
            {
                evidence.Add(row.Field(OpenedOn), row.Line);
                evidence.Add(row.Field(ClosedOn), row.Line);
            },
            cancellationToken);
        (dates, string? reason) = request.Reading.Dates is { } said ? (said, null) : evidence.Decide();
        await using var table = await CsvTable.OpenAsync(
            await file.OpenAsync(cancellationToken), Columns, required: 1, form, chosen: null, cancellationToken);
        counts.Remark(TextEvidence.Remark(form));
        counts.Remark(reason);
        await catalog.ReadRegionsAsync(cancellationToken);
        known = await ReadKnownAsync(cancellationToken);
        routes = await RouteMaster.ReadRoutesAsync(connection, cancellationToken);
        var rows = new MasterRows<Row>(Columns[Store], table, new Quarantine(connection, loadId), counts);
        await rows.ReadAsync(code => Read(table, code), cancellationToken);
        var wanted = rows.Taken.Select(row => row.Region).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var region in newRegions.Values.Where(region => wanted.Contains(region.Code)))
            await catalog.CreateRegionAsync(region.Code, region.Name, region.TimeZone, region.HolidayCalendar, counts, cancellationToken);
        await CreateRoutesAsync(rows.Taken.Select(row => row.Route).ToHashSet(StringComparer.Ordinal), cancellationToken);
        var changed = rows.Taken.Select(row => Merge(row, known.GetValueOrDefault(row.Code)))
            .Where(row => row != known.GetValueOrDefault(row.Code)).ToList();
        await WriteAsync(changed, cancellationToken);
        int created = changed.Count(row => !known.ContainsKey(row.Code));
        counts.ValuesChanged = changed.Count;
        counts.Remarks.Insert(0, $"{LoadCounts.Of(created, "store")} created, {changed.Count - created:N0} changed.");
    }

    private (Row? Row, string Column, string Fault) Read(CsvTable table, string code)
    {
        foreach (int column in new[] { RegionCode, Name, Type, RegionName, TimeZone, Calendar, Route })
        {
            if (MasterText.Fault(table.Field(column), Columns[column]) is { } textFault)
                return (null, Columns[column], textFault);
        }

        if (!TryDay(table.Field(OpenedOn), out var opened, out string? fault))
            return (null, Columns[OpenedOn], fault!);
        if (!TryDay(table.Field(ClosedOn), out var closed, out fault))
            return (null, Columns[ClosedOn], fault!);
        if (closed < opened)
            return (null, Columns[ClosedOn], "The store closes before it opens. Correct one of the days.");
        if (Region(table, code, out string region) is var (column2, regionFault) && regionFault.Length > 0)
            return (null, column2, regionFault);
        string route = table.Text(Route);
        return RouteFault(route, region) is { } routeFault
            ? (null, Columns[Route], routeFault)
            : (new Row(code, region, table.Text(Name), table.Text(Type), opened, closed, route), "", "");
    }

    /// <summary>What is wrong with the route of a store of a region; null when nothing is. Empty is fine.</summary>
    private string? RouteFault(string route, string region)
    {
        if (route.Length == 0)
            return null;
        if (!routes.ContainsKey(route) && request.UnknownKeys == UnknownKeys.Create)
            newRoutes.TryAdd(route, region);
        if ((routes.TryGetValue(route, out var found) ? found.Region : newRoutes.GetValueOrDefault(route)) is not { } its)
            return $"The route \"{route}\" is unknown. Load the file of routes first, correct the code, or choose to create unknown ones.";
        return string.Equals(its, region, StringComparison.OrdinalIgnoreCase)
            ? null
            : $"The route \"{route}\" belongs to the region {its}, the store to {region}. Correct one of them.";
    }

    /// <summary>The region of the row; a fault when there is none or it may not be created.</summary>
    private (string Column, string Fault) Region(CsvTable table, string store, out string code)
    {
        code = table.Text(RegionCode);
        if (code.Length == 0)
            code = known.TryGetValue(store, out var stored) ? stored.Region : request.RegionCode ?? "";
        if (code.Length == 0)
            return (Columns[RegionCode], "The store's region is missing. Write its code, or choose a region for new stores.");
        if (catalog.FindRegion(code) is { } region)
        {
            code = region.Code;
            return ("", "");
        }

        if (newRegions.ContainsKey(code))
            return ("", "");
        if (request.UnknownKeys == UnknownKeys.Reject)
            return (Columns[RegionCode], $"The region \"{code}\" is unknown (there are {catalog.RegionCodes}). Correct the code, or choose "
                + "to create unknown regions.");
        string zone = table.Text(TimeZone), calendar = table.Text(Calendar), name = table.Text(RegionName);
        if (zone.Length > 0 && !TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _))
            return (Columns[TimeZone], $"There is no time zone \"{zone}\". Use an IANA name such as Europe/Berlin.");
        if (calendar.Length > 0 && !HolidayCalendar.Knows(calendar))
        {
            string calendars = string.Join(", ", HolidayCalendar.Codes);
            return (Columns[Calendar], $"There is no holiday calendar \"{calendar}\". Known are {calendars}.");
        }

        newRegions.Add(code, new NewRegion(
            code, name.Length > 0 ? name : code, zone.Length > 0 ? zone : request.TimeZone,
            calendar.Length > 0 ? calendar : request.HolidayCalendar));
        return ("", "");
    }

    private bool TryDay(ReadOnlySpan<byte> field, out DateOnly? day, out string? fault)
    {
        day = null;
        fault = null;
        if (field.IsEmpty)
            return true;
        int number = DateField.Day(DateField.Read(field), dates, out fault);
        if (number >= 0)
            day = DateOnly.FromDayNumber(number);
        return fault is null;
    }

    /// <summary>A store that moves to another region leaves its route behind.</summary>
    private static Row Merge(Row row, Row? known) => new(
        row.Code,
        row.Region,
        row.Name.Length > 0 ? row.Name : known?.Name ?? row.Code,
        row.Type.Length > 0 ? row.Type : known?.Type ?? "",
        row.OpenedOn ?? known?.OpenedOn,
        row.ClosedOn ?? known?.ClosedOn,
        row.Route.Length > 0 ? row.Route : known is not null && known.Region == row.Region ? known.Route : "");

    private async Task<Dictionary<string, Row>> ReadKnownAsync(CancellationToken cancellationToken)
    {
        var stored = new Dictionary<string, Row>(StringComparer.Ordinal);
        await using var command = new NpgsqlCommand(
            """
            SELECT s.code, r.code, s.name, s.type, s.opened_on, s.closed_on, coalesce(d.code, '')
            FROM store s JOIN region r ON r.id = s.region_id LEFT JOIN delivery_route d ON d.id = s.route_id
            """, connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            stored[reader.GetString(0)] = new Row(
                reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetString(3),
                reader.GetFieldValue<DateOnly?>(4), reader.GetFieldValue<DateOnly?>(5), reader.GetString(6));
        }

        return stored;
    }

    /// <summary>Routes of which nothing but the code is known: no truck is counted for them until their file is loaded.</summary>
    private async Task CreateRoutesAsync(HashSet<string> wanted, CancellationToken cancellationToken)
    {
        var created = newRoutes.Where(r => wanted.Contains(r.Key)).ToList();
        if (created.Count == 0)
            return;
        await using (var command = new NpgsqlCommand(
            """
            INSERT INTO delivery_route (code, name, region_id, vehicle)
            SELECT d.code, d.code, d.region, '' FROM unnest($1::text[], $2::int[]) WITH ORDINALITY AS d (code, region, place)
            ORDER BY d.place
            """,
            connection)
        {
            Parameters =
            {
                new() { Value = created.Select(r => r.Key).ToArray() },
                new() { Value = created.Select(r => catalog.FindRegion(r.Value)!.Id).ToArray() },
            },
        })
            await command.ExecuteNonQueryAsync(cancellationToken);
        routes = await RouteMaster.ReadRoutesAsync(connection, cancellationToken);
        counts.Remark($"{LoadCounts.Of(created.Count, "route")} created; what their vehicles carry comes with the file of routes.");
    }

    private async Task WriteAsync(List<Row> rows, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """
            INSERT INTO store (code, name, region_id, type, opened_on, closed_on, route_id)
            SELECT s.code, s.name, s.region, s.type, s.opened, s.closed, s.route
            FROM unnest($1::text[], $2::text[], $3::int[], $4::text[], $5::date[], $6::date[], $7::int[]) WITH ORDINALITY
                AS s (code, name, region, type, opened, closed, route, place)
            ORDER BY s.place
            ON CONFLICT (code) DO UPDATE SET name = excluded.name, region_id = excluded.region_id, type = excluded.type,
                                             opened_on = excluded.opened_on, closed_on = excluded.closed_on,
                                             route_id = excluded.route_id
            """,
            connection)
        {
            Parameters =
            {
                new() { Value = rows.Select(r => r.Code).ToArray() },
                new() { Value = rows.Select(r => r.Name).ToArray() },
                new() { Value = rows.Select(r => catalog.FindRegion(r.Region)!.Id).ToArray() },
                new() { Value = rows.Select(r => r.Type).ToArray() },
                new() { Value = rows.Select(r => r.OpenedOn).ToArray() },
                new() { Value = rows.Select(r => r.ClosedOn).ToArray() },
                new() { Value = rows.Select(r => r.Route.Length > 0 ? routes[r.Route].Id : (int?)null).ToArray() },
            },
        };
        await command.ExecuteNonQueryAsync(cancellationToken);
        if (rows.Count > 0)
            await TransportDue.EverywhereAsync(connection, cancellationToken);
    }
}
