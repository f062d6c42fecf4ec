using System.Buffers.Text;
using Forecast.Domain.Catalog;
using Forecast.Domain.Loads;
using Forecast.Domain.Reading;
using Forecast.Domain.Sales;
using Forecast.Domain.Transport;
using Npgsql;

namespace Forecast.Domain.Imports;

/// <summary>
/// Takes a master file of routes in: new codes are created, known ones take what the file says; an empty field keeps what is stored. Which
/// route supplies a store is said in the master file of stores.
/// </summary>
internal sealed class RouteMaster(NpgsqlConnection connection, long loadId, ImportRequest request, LoadCounts counts)
{
    private const int Route = 0, RegionCode = 1, Name = 2, Vehicle = 3, Pallets = 4, CubicMetres = 5, Kg = 6;

    private static readonly string[] Columns = ["route", "region", "name", "vehicle", "pallets", "cubic_metres", "kg"];

    private readonly SalesCatalog catalog = new(connection);
    private Dictionary<string, Row> known = [];

    private sealed record Row(
        string Code, string Region, string Name, string Vehicle, double? Pallets, double? CubicMetres, double? Kg);

    /// <summary>Keys and regions' codes of the routes there are, by code.</summary>
    public static async Task<Dictionary<string, (int Id, string Region)>> ReadRoutesAsync(
        NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var routes = new Dictionary<string, (int, string)>(StringComparer.Ordinal);
        await using var command = new NpgsqlCommand(
            "SELECT d.code, d.id, r.code FROM delivery_route d JOIN region r ON r.id = d.region_id", connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            routes[reader.GetString(0)] = (reader.GetInt32(1), reader.GetString(2));
        return routes;
    }

    public async Task RunAsync(LoadFile file, CancellationToken cancellationToken)
    {
        var form = await TextEvidence.ReadAsync(
            file, Columns, required: 1, chosen: null, long.MaxValue, static () => { }, static _ => { }, cancellationToken);
        await using var table = await CsvTable.OpenAsync(
            await file.OpenAsync(cancellationToken), Columns, required: 1, form, chosen: null, cancellationToken);
        counts.Remark(TextEvidence.Remark(form));
        await catalog.ReadRegionsAsync(cancellationToken);
        known = await ReadKnownAsync(cancellationToken);
        var rows = new MasterRows<Row>(Columns[Route], table, new Quarantine(connection, loadId), counts);
        await rows.ReadAsync(code => Read(table, code), cancellationToken);
        var changed = rows.Taken.Select(row => Merge(row, known.GetValueOrDefault(row.Code)))
            .Where(row => row != known.GetValueOrDefault(row.Code)).ToList();
        await WriteAsync(changed, cancellationToken);
        int created = changed.Count(row => !known.ContainsKey(row.Code));
        counts.ValuesChanged = changed.Count;
        counts.Remarks.Insert(0, $"{LoadCounts.Of(created, "route")} created, {changed.Count - created:N0} changed.");
    }

    private (Row? Row, string Column, string Fault) Read(CsvTable table, string code)
    {
        foreach (int column in new[] { RegionCode, Name, Vehicle })
        {
            if (MasterText.Fault(table.Field(column), Columns[column]) is { } fault)
                return (null, Columns[column], fault);
        }

        var capacities = new double?[3];
        foreach (int column in new[] { Pallets, CubicMetres, Kg })
        {
            if (!TryCapacity(table.Field(column), out capacities[column - Pallets]))
                return (null, Columns[column], $"What one vehicle carries ({Columns[column]}) is not a number above zero. "
                    + "Write it as 33, or leave it empty when it is not known.");
        }

        string region = table.Text(RegionCode), stored = known.GetValueOrDefault(code)?.Region ?? "";
        if (region.Length == 0)
            region = stored.Length > 0 ? stored : request.RegionCode ?? "";
        if (region.Length == 0)
            return (null, Columns[RegionCode], "The route's region is missing. Write its code, or choose a region.");
        if (catalog.FindRegion(region) is not { } found)
            return (null, Columns[RegionCode], $"The region \"{region}\" is unknown (there are {catalog.RegionCodes}). Correct the code, "
                + "or load the file of stores first.");
        return stored.Length > 0 && stored != found.Code
            ? (null, Columns[RegionCode], $"The route belongs to the region {stored} already. Give the route of {found.Code} another code.")
            : (new Row(code, found.Code, table.Text(Name), table.Text(Vehicle), capacities[0], capacities[1], capacities[2]), "", "");
    }

    private static bool TryCapacity(ReadOnlySpan<byte> field, out double? capacity)
    {
        capacity = null;
        if (field.IsEmpty)
            return true;
        if (!Utf8Parser.TryParse(field, out double value, out int used) || used != field.Length
            || value is not (> 0 and <= DeliveryRoute.MostCapacity))
            return false;
        capacity = value;
        return true;
    }

    private static Row Merge(Row row, Row? known) => new(
        row.Code,
        row.Region,
        row.Name.Length > 0 ? row.Name : known?.Name ?? row.Code,
        row.Vehicle.Length > 0 ? row.Vehicle : known?.Vehicle ?? "",
        row.Pallets ?? known?.Pallets,
        row.CubicMetres ?? known?.CubicMetres,
        row.Kg ?? known?.Kg);

    private async Task<Dictionary<string, Row>> ReadKnownAsync(CancellationToken cancellationToken)
    {
        var stored = new Dictionary<string, Row>(StringComparer.Ordinal);
        await using var command = new NpgsqlCommand(
            """
            SELECT d.code, r.code, d.name, d.vehicle, d.pallets, d.cubic_metres, d.kg
            FROM delivery_route d JOIN region r ON r.id = d.region_id
            """, connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            stored[reader.GetString(0)] = new Row(
                reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetString(3),
                reader.GetFieldValue<double?>(4), reader.GetFieldValue<double?>(5), reader.GetFieldValue<double?>(6));
        }

        return stored;
    }

    private async Task WriteAsync(List<Row> rows, CancellationToken cancellationToken)
    {
        if (rows.Count == 0)
            return;
        await using var command = new NpgsqlCommand(
            """
            INSERT INTO delivery_route (code, name, region_id, vehicle, pallets, cubic_metres, kg)
            SELECT d.code, d.name, d.region, d.vehicle, d.pallets, d.cubic_metres, d.kg
            FROM unnest($1::text[], $2::text[], $3::int[], $4::text[], $5::float8[], $6::float8[], $7::float8[]) WITH ORDINALITY
                AS d (code, name, region, vehicle, pallets, cubic_metres, kg, place)
            ORDER BY d.place
            ON CONFLICT (code) DO UPDATE SET name = excluded.name, vehicle = excluded.vehicle, pallets = excluded.pallets,
                                             cubic_metres = excluded.cubic_metres, kg = excluded.kg
            """,
            connection)
        {
            Parameters =
            {
                new() { Value = rows.Select(r => r.Code).ToArray() },
                new() { Value = rows.Select(r => r.Name).ToArray() },
                new() { Value = rows.Select(r => catalog.FindRegion(r.Region)!.Id).ToArray() },
                new() { Value = rows.Select(r => r.Vehicle).ToArray() },
                new() { Value = rows.Select(r => r.Pallets).ToArray() },
                new() { Value = rows.Select(r => r.CubicMetres).ToArray() },
                new() { Value = rows.Select(r => r.Kg).ToArray() },
            },
        };
        await command.ExecuteNonQueryAsync(cancellationToken);
        await TransportDue.EverywhereAsync(connection, cancellationToken);
    }
}
