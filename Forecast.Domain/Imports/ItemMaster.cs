using System.Buffers.Text;
using Forecast.Domain.Loads;
using Forecast.Domain.Reading;
using Npgsql;

namespace Forecast.Domain.Imports;

/// <summary>
/// Takes a master file of items in: new codes are created, known ones take what the file says; an empty field keeps what is stored.
/// </summary>
internal sealed class ItemMaster(NpgsqlConnection connection, long loadId, LoadCounts counts)
{
    private const int Item = 0, Name = 1, Category = 2, UnitsPerCase = 3, CasesPerPallet = 4,
        KgPerCase = 5, CubicMetresPerCase = 6;

    private static readonly string[] Columns =
        ["item", "name", "category", "units_per_case", "cases_per_pallet", "kg_per_case", "cubic_metres_per_case"];

    private sealed record Row(
        string Code, string Name, string Category, double? UnitsPerCase, double? CasesPerPallet, double? KgPerCase,
        double? CubicMetresPerCase);

    public async Task RunAsync(LoadFile file, CancellationToken cancellationToken)
    {
        var form = await TextEvidence.ReadAsync(
            file, Columns, required: 1, chosen: null, long.MaxValue, static () => { }, static _ => { }, cancellationToken);
        await using var table = await CsvTable.OpenAsync(
            await file.OpenAsync(cancellationToken), Columns, required: 1, form, chosen: null, cancellationToken);
        counts.Remark(TextEvidence.Remark(form));
        var rows = new MasterRows<Row>(Columns[Item], table, new Quarantine(connection, loadId), counts);
        await rows.ReadAsync(code => Read(table, code), cancellationToken);
        var known = await ReadKnownAsync(cancellationToken);
        var changed = rows.Taken.Select(row => Merge(row, known.GetValueOrDefault(row.Code)))
            .Where(row => row != known.GetValueOrDefault(row.Code)).ToList();
        await WriteAsync(changed, cancellationToken);
        int created = changed.Count(row => !known.ContainsKey(row.Code));
        counts.ValuesChanged = changed.Count;
        counts.Remarks.Insert(0, $"{LoadCounts.Of(created, "item")} created, {changed.Count - created:N0} changed.");
    }

    private static (Row? Row, string Column, string Fault) Read(CsvTable table, string code)
    {
        if (!TryFactor(table.Field(UnitsPerCase), out double? units))
            return (null, Columns[UnitsPerCase], "The units per case are not a number above zero. Write them as 12, or leave them empty.");
        if (!TryFactor(table.Field(CasesPerPallet), out double? cases))
            return (null, Columns[CasesPerPallet],
                "The cases per pallet are not a number above zero. Write them as 48, or leave them empty.");
        if (!TryFactor(table.Field(KgPerCase), out double? kg))
            return (null, Columns[KgPerCase], "The kg per case are not a number above zero. Write them as 9.6, or leave them empty.");
        if (!TryFactor(table.Field(CubicMetresPerCase), out double? cubicMetres))
            return (null, Columns[CubicMetresPerCase],
                "The m³ per case are not a number above zero. Write them as 0.024, or leave them empty.");
        foreach (int column in new[] { Name, Category })
        {
            if (MasterText.Fault(table.Field(column), Columns[column]) is { } fault)
                return (null, Columns[column], fault);
        }

        return (new Row(code, table.Text(Name), table.Text(Category), units, cases, kg, cubicMetres), "", "");
    }

    private static bool TryFactor(ReadOnlySpan<byte> field, out double? factor)
    {
        factor = null;
        if (field.IsEmpty)
            return true;
        if (!Utf8Parser.TryParse(field, out double value, out int used) || used != field.Length || value is not (> 0 and <= 1_000_000))
            return false;
        factor = value;
        return true;
    }

    private static Row Merge(Row row, Row? known) => new(
        row.Code,
        row.Name.Length > 0 ? row.Name : known?.Name ?? row.Code,
        row.Category.Length > 0 ? row.Category : known?.Category ?? "",
        row.UnitsPerCase ?? known?.UnitsPerCase,
        row.CasesPerPallet ?? known?.CasesPerPallet,
        row.KgPerCase ?? known?.KgPerCase,
        row.CubicMetresPerCase ?? known?.CubicMetresPerCase);

    private async Task<Dictionary<string, Row>> ReadKnownAsync(CancellationToken cancellationToken)
    {
        var known = new Dictionary<string, Row>(StringComparer.Ordinal);
        await using var command = new NpgsqlCommand(
            "SELECT code, name, category, units_per_case, cases_per_pallet, kg_per_case, cubic_metres_per_case FROM item", connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            known[reader.GetString(0)] = new Row(
                reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetFieldValue<double?>(3),
                reader.GetFieldValue<double?>(4), reader.GetFieldValue<double?>(5), reader.GetFieldValue<double?>(6));
        }

        return known;
    }

    private async Task WriteAsync(List<Row> rows, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """
            INSERT INTO item (code, name, category, units_per_case, cases_per_pallet, kg_per_case, cubic_metres_per_case)
            SELECT i.code, i.name, i.category, i.units, i.cases, i.kg, i.cubic_metres
            FROM unnest($1::text[], $2::text[], $3::text[], $4::float8[], $5::float8[], $6::float8[], $7::float8[])
                WITH ORDINALITY AS i (code, name, category, units, cases, kg, cubic_metres, place)
            ORDER BY i.place
            ON CONFLICT (code) DO UPDATE SET name = excluded.name, category = excluded.category, units_per_case = excluded.units_per_case,
                                             cases_per_pallet = excluded.cases_per_pallet, kg_per_case = excluded.kg_per_case,
                                             cubic_metres_per_case = excluded.cubic_metres_per_case
            """,
            connection)
        {
            Parameters =
            {
                new() { Value = rows.Select(r => r.Code).ToArray() },
                new() { Value = rows.Select(r => r.Name).ToArray() },
                new() { Value = rows.Select(r => r.Category).ToArray() },
                new() { Value = rows.Select(r => r.UnitsPerCase).ToArray() },
                new() { Value = rows.Select(r => r.CasesPerPallet).ToArray() },
                new() { Value = rows.Select(r => r.KgPerCase).ToArray() },
                new() { Value = rows.Select(r => r.CubicMetresPerCase).ToArray() },
            },
        };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
