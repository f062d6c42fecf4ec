using Npgsql;

namespace Forecast.Domain.Sales;

/// <summary>
/// Merges what a load says with what is stored, some thousand years of series at a time: stored rows are read in bulk, unknown years are copied straight
/// in, changed ones go to a temporary table and from there, at the end, in one update. What does not change is not written.
/// </summary>
internal sealed class HistoryMerge(NpgsqlConnection connection, SalesKeys keys, LoadCounts counts, MissingDays missingDays, Action<SalesRow, long, YearBlock> contradicted)
{
    private const int FlushAt = 2_048;

    private readonly List<YearBlock> blocks = new(FlushAt + 64);
    private readonly Stack<YearBlock> free = new();
    private int firstOfSeries;
    private bool anyChanged;

    /// <summary>Whether it is time to flush.</summary>
    public bool IsFull => blocks.Count >= FlushAt;

    /// <summary>Begins a series; its rows follow in the order of the file.</summary>
    public void Begin() => firstOfSeries = blocks.Count;

    public void Take(in SalesRow row)
    {
        var block = BlockOf(row.Series, row.Day);
        switch (block.Take(row, out long earlierLine))
        {
            case RowFate.Repeats:
                counts.RowsDuplicate++;
                break;
            case RowFate.Contradicts:
                counts.RowsAccepted--;
                contradicted(row, earlierLine, block);
                break;
        }
    }

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
        using var added = new HistoryCopy(1 << 20);
        using var changed = new HistoryCopy(1 << 16);
        foreach (var block in blocks)
        {
            if (stored.TryGetValue((keys.Series[block.Series].Id, block.Year), out var known))
                Merge(block, known, changed);
            else
                Add(block, added);
        }

        await CopyAsync("series_year", added, cancellationToken);
        if (changed.Length > 0 && !anyChanged)
        {
            await ExecuteAsync("CREATE TEMP TABLE changed_series_year (LIKE series_year) ON COMMIT DROP", cancellationToken);
            anyChanged = true;
        }

        await CopyAsync("changed_series_year", changed, cancellationToken);
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
            "SELECT series_id, year, quantity, promotion, price, stocked_out FROM series_year WHERE series_id = ANY ($1) AND year BETWEEN $2 AND $3", connection)
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

    private void Add(YearBlock block, HistoryCopy rows)
    {
        var store = keys.Stores[keys.Series[block.Series].Store];
        var nothing = new float[]?[4];
        if (Change(block, nothing, store))
            Write(block, nothing, rows);
    }

    private void Merge(YearBlock block, float[]?[] known, HistoryCopy rows)
    {
        if (Change(block, known, keys.Stores[keys.Series[block.Series].Store]))
            Write(block, known, rows);
    }

    /// <summary>Brings the block's values into the known ones; tells whether any differs.</summary>
    private bool Change(YearBlock block, float[]?[] known, StoreKey store)
    {
        bool any = Change(block, block.Quantity, ref known[0], store);
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

    private void Write(YearBlock block, float[]?[] values, HistoryCopy rows)
    {
        // A year of plans has no sales yet: its quantities are all unknown, and the column is not nullable.
        if (values[0] is null)
        {
            values[0] = new float[block.Days];
            Array.Fill(values[0]!, float.NaN);
        }

        rows.AddSeriesYear(keys.Series[block.Series].Id, block.Year, values[0], values[1], values[2], values[3]);
    }

    private async Task CopyAsync(string table, HistoryCopy rows, CancellationToken cancellationToken)
    {
        if (rows.Length == 0)
            return;
        await using var target = await HistoryTarget.OpenAsync(connection, table, HistoryCopy.SeriesColumns, cancellationToken);
        await target.WriteAsync(rows, cancellationToken);
        await target.CompleteAsync(cancellationToken);
    }

    private async Task ExecuteAsync(string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
