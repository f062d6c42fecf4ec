using System.Globalization;
using Forecast.Domain.Loads;
using Npgsql;

namespace Forecast.Domain.Sales;

/// <summary>
/// Takes one sales file in, within the caller's transaction: read and check, order by series, merge with what is stored, note what changed.
/// </summary>
internal sealed class SalesLoad(
    NpgsqlConnection connection, long loadId, ImportRequest request, LoadCounts counts, TimeProvider time, int rowsInMemory)
{
    private readonly Quarantine quarantine = new(connection, loadId);
    private readonly SalesCatalog catalog = new(connection);
    private readonly SalesKeys keys = new(request.UnknownKeys);
    private readonly OpenDays open = new();

    public async Task RunAsync(Stream text, CancellationToken cancellationToken)
    {
        await using var table = await CsvTable.OpenAsync(text, SalesReader.Columns, SalesReader.RequiredColumns, cancellationToken);
        await catalog.ReadRegionsAsync(cancellationToken);
        await catalog.ReadCodesAsync(keys, cancellationToken);
        keys.NewStoreRegion = await catalog.RegionForNewStoresAsync(request, counts, cancellationToken);
        keys.RegionHint = $"Say in which region to create stores (--region CODE; there are {catalog.RegionCodes}), or load a store master "
            + "file first.";
        if (table.Ignored.Count > 0)
            counts.Remarks.Add($"Ignored the columns {string.Join(", ", table.Ignored.Take(20))}.");

        var now = time.GetUtcNow();
        var reader = new SalesReader(table, keys, open, quarantine, request, id => catalog.RegionOf(id).BusinessDay(now));
        var rows = new SalesRows(rowsInMemory);
        var spill = new SalesSpill(connection);
        while (await reader.FillAsync(rows, counts, cancellationToken))
            await spill.WriteAsync(rows, keys.Series.Count, cancellationToken);
        if (counts.RowsRead == 0)
            throw new LoadRejectedException("The file has a header and no rows. Check the export that wrote it.");

        if (spill.Any)
        {
            await spill.WriteAsync(rows, keys.Series.Count, cancellationToken);
            await spill.SealAsync(cancellationToken);
        }

        await catalog.CreateAsync(keys, counts, cancellationToken);
        if (request.MissingDays == MissingDays.NothingSold)
            await catalog.FindFirstSalesAsync(keys, cancellationToken);
        await MergeAsync(table, rows, spill, cancellationToken);
        await new OpenDaysMerge(connection, keys, counts).RunAsync(open, cancellationToken);
        await quarantine.FlushAsync(cancellationToken);
        counts.SetRejected(quarantine.Count);
        await NoteChangesAsync(cancellationToken);
        NoteDays();
    }

    private async Task MergeAsync(CsvTable table, SalesRows rows, SalesSpill spill, CancellationToken cancellationToken)
    {
        var merge = new HistoryMerge(
            connection, keys, counts, request.MissingDays, (row, earlier, block) => Contradicted(table, row, earlier, block));
        if (spill.Any)
        {
            for (int portion = 0; portion < SalesSpill.Portions(keys.Series.Count); portion++)
                await MergeSpilledAsync(merge, await spill.ReadAsync(portion, cancellationToken), cancellationToken);
        }
        else
        {
            rows.Sort(keys.Series.Count);
            for (int series = 0; series < keys.Series.Count; series++)
            {
                merge.Begin();
                foreach (int index in rows.Of(series))
                    merge.Take(rows[index]);
                await EndAsync(merge, series, cancellationToken);
            }
        }

        await merge.CompleteAsync(cancellationToken);
    }

    private async Task MergeSpilledAsync(HistoryMerge merge, List<(int Series, SalesRow[] Rows)> runs, CancellationToken cancellationToken)
    {
        for (int i = 0; i < runs.Count; i++)
        {
            if (i == 0 || runs[i].Series != runs[i - 1].Series)
                merge.Begin();
            foreach (ref readonly var row in runs[i].Rows.AsSpan())
                merge.Take(row);
            if (i == runs.Count - 1 || runs[i].Series != runs[i + 1].Series)
                await EndAsync(merge, runs[i].Series, cancellationToken);
        }
    }

    private async ValueTask EndAsync(HistoryMerge merge, int series, CancellationToken cancellationToken)
    {
        merge.End(series);
        if (merge.IsFull)
            await merge.FlushAsync(cancellationToken);
        if (quarantine.IsFull)
            await quarantine.FlushAsync(cancellationToken);
    }

    private void Contradicted(CsvTable table, in SalesRow row, long earlierLine, YearBlock block)
    {
        int day = row.Day - block.FirstDay;
        var (column, kept, given) = block.Quantity.Contradicts(day, row.Quantity) ? ("quantity", block.Quantity[day], row.Quantity)
            : block.Promotion.Contradicts(day, row.Promotion) ? ("promotion", block.Promotion[day], row.Promotion)
            : block.Price.Contradicts(day, row.Price) ? ("price", block.Price[day], row.Price)
            : ("stocked_out", block.StockedOut[day], row.StockedOut);
        quarantine.Add(
            row.Line,
            column,
            string.Create(CultureInfo.InvariantCulture,
                $"Line {earlierLine} gives {kept} for the same day, store and item; this row gives {given}. The earlier one was kept: "
                + $"correct one of them."),
            RowText(table, row));
    }

    /// <summary>
    /// The row as it was understood, in the file's own order: its bytes are gone by the time that the contradiction shows.
    /// </summary>
    private string RowText(CsvTable table, SalesRow row)
    {
        var series = keys.Series[row.Series];
        string text = string.Join(table.Separator, table.Present.Select(column => SalesReader.Columns[column] switch
        {
            "date" => DateOnly.FromDayNumber(row.Day).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            "store" => keys.Stores[series.Store].Code,
            "item" => keys.Items[series.Item].Code,
            "quantity" => Number(row.Quantity),
            "promotion" => Number(row.Promotion),
            "price" => Number(row.Price),
            "stocked_out" => Number(row.StockedOut),
            _ => "",
        }));
        return text.Length <= CsvTable.KeptText ? text : text[..CsvTable.KeptText];

        static string Number(float value) => float.IsNaN(value) ? "" : value.ToString(CultureInfo.InvariantCulture);
    }

    private async Task NoteChangesAsync(CancellationToken cancellationToken)
    {
        var stores = keys.Stores.Where(store => store.FirstChange != int.MaxValue).ToList();
        await using var command = new NpgsqlCommand(
            "INSERT INTO sales_change (load_id, store_id, first_day, last_day) SELECT $1, c.* FROM unnest($2::int[], $3::date[], "
                + "$4::date[]) AS c", connection)
        {
            Parameters =
            {
                new() { Value = loadId },
                new() { Value = stores.Select(s => s.Id).ToArray() },
                new() { Value = stores.Select(s => DateOnly.FromDayNumber(s.FirstChange)).ToArray() },
                new() { Value = stores.Select(s => DateOnly.FromDayNumber(s.LastChange)).ToArray() },
            },
        };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private void NoteDays()
    {
        if (keys.Series.Count == 0)
            return;
        counts.FirstDay = DateOnly.FromDayNumber(keys.Series.Min(s => s.FirstDay));
        counts.LastDay = DateOnly.FromDayNumber(keys.Series.Max(s => s.LastDay));
    }
}
