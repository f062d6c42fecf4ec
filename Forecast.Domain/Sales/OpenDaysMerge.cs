using Forecast.Domain.Loads;
using Npgsql;

namespace Forecast.Domain.Sales;

/// <summary>Merges the opening days of a load with the stored ones.</summary>
internal sealed class OpenDaysMerge(NpgsqlConnection connection, SalesKeys keys, LoadCounts counts)
{
    public async Task RunAsync(OpenDays open, CancellationToken cancellationToken)
    {
        if (open.Years.Count == 0)
            return;
        var stored = await ReadStoredAsync(open, cancellationToken);
        using var rows = new HistoryCopy();
        foreach (var ((place, year), values) in open.Years)
        {
            var store = keys.Stores[place];
            if (Merge(store, year, values, stored.GetValueOrDefault((store.Id, year))))
                rows.AddStoreYear(store.Id, year, values);
        }

        if (rows.Length == 0)
            return;
        await ExecuteAsync("CREATE TEMP TABLE changed_store_year (LIKE store_year) ON COMMIT DROP", cancellationToken);
        await using (var target = await HistoryTarget.OpenAsync(
            connection, "changed_store_year", HistoryCopy.StoreColumns, cancellationToken))
        {
            await target.WriteAsync(rows, cancellationToken);
            await target.CompleteAsync(cancellationToken);
        }

        await ExecuteAsync(
            "INSERT INTO store_year SELECT * FROM changed_store_year ON CONFLICT (store_id, year) DO UPDATE SET open = excluded.open",
                cancellationToken);
    }

    /// <summary>Fills what the load leaves open from what is stored; tells whether the load changes anything.</summary>
    private bool Merge(StoreKey store, int year, float[] values, float[]? stored)
    {
        int firstDay = new DateOnly(year, 1, 1).DayNumber, changes = 0;
        for (int day = 0; day < values.Length; day++)
        {
            float known = stored?[day] ?? float.NaN;
            if (float.IsNaN(values[day]))
            {
                values[day] = known;
            }
            else if (values[day] != known)
            {
                changes++;
                store.NoteChange(firstDay + day);
            }
        }

        counts.ValuesChanged += changes;
        return changes > 0;
    }

    private async Task<Dictionary<(int Store, int Year), float[]>> ReadStoredAsync(OpenDays open, CancellationToken cancellationToken)
    {
        var stored = new Dictionary<(int Store, int Year), float[]>();
        await using var command = new NpgsqlCommand("SELECT store_id, year, open FROM store_year WHERE store_id = ANY ($1)", connection)
        {
            Parameters = { new() { Value = open.Years.Keys.Select(key => keys.Stores[key.Store].Id).Distinct().ToArray() } },
        };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            stored[(reader.GetInt32(0), reader.GetInt16(1))] = reader.GetFieldValue<float[]>(2);
        return stored;
    }

    private async Task ExecuteAsync(string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
