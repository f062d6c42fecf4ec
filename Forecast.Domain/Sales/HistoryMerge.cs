using Forecast.Domain.Loads;
using Forecast.Domain.Reading;
using Npgsql;

namespace Forecast.Domain.Sales;

/// <summary>
/// Merges what a load says with what is stored, some thousand years of series at a time: stored rows are read in bulk, unknown years are
/// copied straight in, changed ones go to a temporary table and from there, at the end, in one update. What does not change is not written.
/// </summary>
internal sealed class HistoryMerge(
    NpgsqlConnection connection, SalesKeys keys, LoadCounts counts, MissingDays missingDays)
{
    private const int FlushAt = 2_048;
    private const int PortionBytes = 1 << 20;
    private const string SeriesTable = "series_year";
    private const string ChangedTable = "changed_series_year";

    private readonly List<YearBlock> blocks = new(FlushAt + 64);
    private readonly Stack<YearBlock> free = new();
    private int firstOfSeries;
    private bool anyChanged;

    /// <summary>Whether it is time to flush.</summary>
    public bool IsFull => blocks.Count >= FlushAt;

    /// <summary>Begins a series; its rows follow, one for each day.</summary>
    public void Begin() => firstOfSeries = blocks.Count;

    /// <summary>Takes the one row of a day.</summary>
    public void Take(in SalesRow row) => BlockOf(row.Series, row.Day).Take(row);

    /// <summary>Ends a series: days without a row get their meaning.</summary>
    public void End(int place)
    {
        var series = keys.Series[place];
        if (missingDays != MissingDays.NothingSold || series.FirstSale == int.MaxValue)
            return;

        // From the first day that the series is known to have been sold, as far as the file reaches.
        var store = keys.Stores[series.Store];
        int from = Math.Max(store.FirstSale, Math.Min(series.FirstSale, series.FirstStored));
        for (int year = DateOnly.FromDayNumber(from).Year; year <= DateOnly.FromDayNumber(store.LastSale).Year; year++)
            BlockOf(place, Math.Max(from, new DateOnly(year, 1, 1).DayNumber)).FillNothingSold(from, store.LastSale);
    }

    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        if (blocks.Count == 0)
            return;
        var stored = await ReadStoredAsync(cancellationToken);
        var known = blocks.ToLookup(block => stored.ContainsKey((keys.Series[block.Series].Id, block.Year)));
        await WriteAsync(SeriesTable, known[false], _ => new float[]?[4], cancellationToken);
        await WriteAsync(ChangedTable, known[true], block => stored[(keys.Series[block.Series].Id, block.Year)], cancellationToken);
        foreach (var block in blocks)
            free.Push(block);
        blocks.Clear();
    }

    /// <summary>Writes the changed years back.</summary>
    public async Task CompleteAsync(CancellationToken cancellationToken)
    {
        await FlushAsync(cancellationToken);
        if (!anyChanged)
            return;
        await ExecuteAsync(
            """
            UPDATE series_year y SET quantity = c.quantity, promotion = c.promotion, price = c.price, stocked_out = c.stocked_out
            FROM changed_series_year c WHERE y.series_id = c.series_id AND y.year = c.year
            """,
            cancellationToken);
    }

    private YearBlock BlockOf(int series, int day)
    {
        for (int i = blocks.Count - 1; i >= firstOfSeries; i--)
        {
            if (day >= blocks[i].FirstDay && day < blocks[i].FirstDay + blocks[i].Days)
                return blocks[i];
        }

        var block = free.TryPop(out var used) ? used : new YearBlock();
        block.Start(series, DateOnly.FromDayNumber(day).Year);
        blocks.Add(block);
        return block;
    }

    private async Task<Dictionary<(int Series, int Year), float[]?[]>> ReadStoredAsync(CancellationToken cancellationToken)
    {
        var stored = new Dictionary<(int Series, int Year), float[]?[]>();
        var ids = blocks.Where(b => keys.Series[b.Series].IsStored).Select(b => keys.Series[b.Series].Id).Distinct().ToArray();
        if (ids.Length == 0)
            return stored;

        await using var command = new NpgsqlCommand(
            "SELECT series_id, year, quantity, promotion, price, stocked_out FROM series_year WHERE series_id = ANY ($1) AND year BETWEEN "
                + "$2 AND $3", connection)
        {
            Parameters =
            {
                new() { Value = ids },
                new() { Value = (short)blocks.Min(b => b.Year) },
                new() { Value = (short)blocks.Max(b => b.Year) },
            },
            CommandTimeout = 0,
        };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var tracks = new float[]?[4];
            for (int i = 0; i < tracks.Length; i++)
                tracks[i] = await reader.IsDBNullAsync(2 + i, cancellationToken) ? null : reader.GetFieldValue<float[]>(2 + i);
            stored[(reader.GetInt32(0), reader.GetInt16(1))] = tracks;
        }

        return stored;
    }

    /// <summary>
    /// Writes those years that change what is known, in portions, so that the server stores one while the next is merged.
    /// </summary>
    private async Task WriteAsync(
        string table, IEnumerable<YearBlock> years, Func<YearBlock, float[]?[]> known, CancellationToken cancellationToken)
    {
        using var rows = new HistoryCopy(PortionBytes + 16_384);
        HistoryTarget? target = null;
        try
        {
            foreach (var block in years)
            {
                var values = known(block);
                if (!Change(block, values, keys.Stores[keys.Series[block.Series].Store]))
                    continue;
                Add(block, values, rows);
                if (rows.Length < PortionBytes)
                    continue;
                target ??= await OpenAsync(table, cancellationToken);
                await target.WriteAsync(rows, cancellationToken);
                rows.Clear();
            }

            if (rows.Length > 0)
            {
                target ??= await OpenAsync(table, cancellationToken);
                await target.WriteAsync(rows, cancellationToken);
            }

            if (target is not null)
                await target.CompleteAsync(cancellationToken);
        }
        finally
        {
            if (target is not null)
                await target.DisposeAsync();
        }
    }

    private async Task<HistoryTarget> OpenAsync(string table, CancellationToken cancellationToken)
    {
        if (table == ChangedTable && !anyChanged)
        {
            await ExecuteAsync($"CREATE TEMP TABLE {ChangedTable} (LIKE series_year) ON COMMIT DROP", cancellationToken);
            anyChanged = true;
        }

        return table == ChangedTable
            ? await HistoryTarget.OpenAsync(connection, table, HistoryCopy.SeriesColumns, cancellationToken)
            : await HistoryTarget.OpenGuardedAsync(connection, table, HistoryCopy.SeriesColumns, cancellationToken);
    }

    /// <summary>Brings the block's values into the known ones; tells whether any differs.</summary>
    private bool Change(YearBlock block, float[]?[] known, StoreKey store)
    {
        bool any = Change(block, block.Quantity, ref known[0], store);
        if (any)
            store.NoteQuantities(block.FirstDay, known[0]);
        any |= Change(block, block.Promotion, ref known[1], store);
        any |= Change(block, block.Price, ref known[2], store);
        any |= Change(block, block.StockedOut, ref known[3], store);
        return any;
    }

    private bool Change(YearBlock block, YearBlock.Track track, ref float[]? known, StoreKey store)
    {
        var values = track.Values(block.Days);
        if (values.IsEmpty)
            return false;
        if (known is null)
        {
            known = new float[block.Days];
            Array.Fill(known, float.NaN);
        }

        int first = -1, last = -1, changes = 0;
        for (int day = 0; day < values.Length; day++)
        {
            float value = values[day];
            if (float.IsNaN(value) || known[day] == value)
                continue;
            known[day] = value;
            changes++;
            last = day;
            if (first < 0)
                first = day;
        }

        if (changes == 0)
            return false;
        counts.ValuesChanged += changes;
        store.NoteChange(block.FirstDay + first);
        store.NoteChange(block.FirstDay + last);
        return true;
    }

    private void Add(YearBlock block, float[]?[] values, HistoryCopy rows)
    {
        // A year of plans has no sales yet: its quantities are all unknown, and the column is not nullable.
        if (values[0] is null)
        {
            values[0] = new float[block.Days];
            Array.Fill(values[0]!, float.NaN);
        }

        rows.AddSeriesYear(keys.Series[block.Series].Id, block.Year, values[0], values[1], values[2], values[3]);
    }

    private async Task ExecuteAsync(string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
