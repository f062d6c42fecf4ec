using System.Globalization;
using System.Runtime.InteropServices;
using Forecast.Domain.Loads;
using Forecast.Domain.Reading;
using Npgsql;

namespace Forecast.Domain.Sales;

/// <summary>
/// Takes one sales file in, in one reading, within the caller's transaction: read and check, order by series, make one row of each day,
/// merge with what is stored, note what changed.
/// </summary>
internal sealed class SalesLoad(
    NpgsqlConnection connection, long loadId, ImportRequest request, FileReading reading, LoadCounts counts, TimeProvider time,
    int rowsInMemory)
{
    private readonly Quarantine quarantine = new(connection, loadId);
    private readonly SalesCatalog catalog = new(connection);
    private readonly SalesKeys keys = new(request.UnknownKeys);
    private readonly OpenDays open = new();
    private readonly Grain grain = new();
    private readonly List<SalesRow> ofSeries = [];

    /// <summary>
    /// Takes the file; false, and nothing that counts is done, when its rows are written in a way that only all of them together explain.
    /// </summary>
    public async Task<bool> TryRunAsync(Stream text, CancellationToken cancellationToken)
    {
        await using var table = await CsvTable.OpenAsync(
            text, SalesLineReader.Columns, SalesLineReader.RequiredColumns, reading.Encoding, request.Reading.Columns, cancellationToken);
        await catalog.ReadRegionsAsync(cancellationToken);
        await catalog.ReadCodesAsync(keys, cancellationToken);
        keys.NewStoreRegion = catalog.RegionForNewStores(request);
        keys.RegionHint = $"Say in which region to create stores (--region CODE; there are {catalog.RegionCodes}), or load a store master "
            + "file first.";

        var lines = new SalesLineReader(table, reading, request.Reading);
        var reader = new SalesReader(table, lines, keys, open, quarantine, catalog, grain, time.GetUtcNow());
        var rows = new SalesRows(rowsInMemory);
        var spill = new SalesSpill(connection);
        while (await reader.FillAsync(rows, counts, cancellationToken))
            await spill.WriteAsync(rows, keys.Series.Count, cancellationToken);
        if (lines.AsksAllRows)
            return false;
        if (counts.RowsRead == 0)
            throw new FileRefusedException("The file has a header and no rows. Check the export that wrote it.");

        NoteColumns(table);
        counts.Remarks.AddRange(reading.Reasons);
        if (spill.Any)
        {
            await spill.WriteAsync(rows, keys.Series.Count, cancellationToken);
            await spill.SealAsync(cancellationToken);
        }
        else
        {
            rows.Sort(keys.Series.Count);
        }

        var fold = await LookAtRepeatsAsync(rows, spill, lines.Order.IsNone, reader.AllAreOne, cancellationToken);
        LookAtGrain();
        await catalog.CreateAsync(keys, counts, cancellationToken);
        if (request.MissingDays == MissingDays.NothingSold)
            await catalog.FindFirstSalesAsync(keys, cancellationToken);
        await MergeAsync(table, rows, spill, fold, cancellationToken);
        await new OpenDaysMerge(connection, keys, counts).RunAsync(open, cancellationToken);
        await quarantine.CompleteAsync(cancellationToken);
        await NoteChangesAsync(cancellationToken);
        NoteEnd(fold);
        return true;
    }

    private void NoteColumns(CsvTable table)
    {
        if (table.Renamed.Count > 0)
            counts.Remarks.Add($"Took the columns {string.Join(", ", table.Renamed)}.");
        if (table.Ignored.Count > 0)
            counts.Remarks.Add($"Ignored the columns {string.Join(", ", table.Ignored.Take(20))}.");
    }

    /// <summary>Decides over the whole file what several rows for one day of one series are.</summary>
    private async Task<DayFold> LookAtRepeatsAsync(
        SalesRows rows, SalesSpill spill, bool hasNoOrder, bool allAreOne, CancellationToken cancellationToken)
    {
        var evidence = new RepeatEvidence(hasNoOrder, allAreOne);
        var places = Enumerable.Range(0, keys.Series.Count).Where(place => keys.Series[place].MayRepeat).ToArray();
        foreach (var portion in places.Chunk(SalesSpill.SeriesPerFetch))
        {
            var spilled = spill.Any
                ? (await spill.ReadAsync(portion, cancellationToken)).ToLookup(run => run.Series, run => run.Rows)
                : null;
            foreach (int place in portion)
            {
                ofSeries.Clear();
                if (spilled is null)
                    Collect(rows, place);
                else
                    ofSeries.AddRange(spilled[place].SelectMany(run => run));
                DayFold.Sort(ofSeries);
                Look(evidence, keys.Series[place]);
            }
        }

        return new DayFold(evidence.Decide(request.Reading.Repeats));
    }

    private void Look(RepeatEvidence evidence, SeriesKey series)
    {
        series.Steps = default;
        int before = int.MinValue;
        DayFold.ByDay(CollectionsMarshal.AsSpan(ofSeries), day =>
        {
            if (before != int.MinValue)
                series.Steps.Add(day[0].Day - before);
            before = day[0].Day;
            if (day.Length > 1)
                evidence.Add(day);
        });
    }

    private void LookAtGrain()
    {
        foreach (var series in keys.Series)
            grain.NoteSeries(series.Steps, series.LastDay - series.FirstDay + 1L);
        grain.DemandDays(request.Reading);
        if (request.MissingDays == MissingDays.NotLoaded)
            counts.Remark(grain.RemarkOnMissingDays());
    }

    private async Task MergeAsync(CsvTable table, SalesRows rows, SalesSpill spill, DayFold fold, CancellationToken cancellationToken)
    {
        var merge = new HistoryMerge(connection, keys, counts, request.MissingDays);
        if (spill.Any)
        {
            for (int portion = 0; portion < SalesSpill.Portions(keys.Series.Count); portion++)
                await MergeSpilledAsync(merge, table, fold, await spill.ReadAsync(portion, cancellationToken), cancellationToken);
        }
        else
        {
            for (int series = 0; series < keys.Series.Count; series++)
            {
                merge.Begin();
                if (keys.Series[series].MayRepeat)
                {
                    ofSeries.Clear();
                    Collect(rows, series);
                    Fold(merge, table, fold);
                }
                else
                {
                    foreach (int index in rows.Of(series))
                        merge.Take(rows[index]);
                }

                await EndAsync(merge, series, cancellationToken);
            }
        }

        await merge.CompleteAsync(cancellationToken);
    }

    private async Task MergeSpilledAsync(
        HistoryMerge merge, CsvTable table, DayFold fold, List<(int Series, SalesRow[] Rows)> runs, CancellationToken cancellationToken)
    {
        for (int i = 0; i < runs.Count; i++)
        {
            bool mayRepeat = keys.Series[runs[i].Series].MayRepeat;
            if (i == 0 || runs[i].Series != runs[i - 1].Series)
            {
                merge.Begin();
                ofSeries.Clear();
            }

            if (mayRepeat)
                ofSeries.AddRange(runs[i].Rows);
            else
            {
                foreach (ref readonly var row in runs[i].Rows.AsSpan())
                    merge.Take(row);
            }

            if (i < runs.Count - 1 && runs[i].Series == runs[i + 1].Series)
                continue;
            if (mayRepeat)
                Fold(merge, table, fold);
            await EndAsync(merge, runs[i].Series, cancellationToken);
        }
    }

    private void Collect(SalesRows rows, int series)
    {
        foreach (int index in rows.Of(series))
            ofSeries.Add(rows[index]);
    }

    /// <summary>Merges the collected series, one row for each day.</summary>
    private void Fold(HistoryMerge merge, CsvTable table, DayFold fold)
    {
        DayFold.Sort(ofSeries);
        DayFold.ByDay(CollectionsMarshal.AsSpan(ofSeries),
            day => merge.Take(fold.Fold(day, (row, standing) => Contradicted(table, row, standing))));
    }

    private async ValueTask EndAsync(HistoryMerge merge, int series, CancellationToken cancellationToken)
    {
        merge.End(series);
        if (merge.IsFull)
            await merge.FlushAsync(cancellationToken);
        if (quarantine.IsFull)
            await quarantine.FlushAsync(cancellationToken);
    }

    private void Contradicted(CsvTable table, SalesRow row, SalesRow standing)
    {
        counts.RowsAccepted--;
        quarantine.Add(
            row.Line,
            "quantity",
            string.Create(CultureInfo.InvariantCulture,
                $"Line {standing.Line} gives {standing.Quantity} for the same day, store and item; this row gives {row.Quantity}. The "
                + $"earlier one was kept, as the file repeats its days: correct one of them, or say --repeats sum or --repeats last."),
            quarantine.KeepsRows ? RowText(table, row) : "");
    }

    /// <summary>
    /// The row as it was understood, in the file's own order: its bytes are gone by the time that the contradiction shows.
    /// </summary>
    private string RowText(CsvTable table, SalesRow row)
    {
        var series = keys.Series[row.Series];
        string text = string.Join(table.Separator, table.Present.Select(column => column switch
        {
            SalesLineReader.Date => DateOnly.FromDayNumber(row.Day).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            SalesLineReader.Store => keys.Stores[series.Store].Code,
            SalesLineReader.Item => keys.Items[series.Item].Code,
            SalesLineReader.Quantity => Number(row.Quantity),
            SalesLineReader.Promotion => Number(row.Promotion),
            SalesLineReader.Price => Number(row.Price),
            SalesLineReader.StockedOut => Number(row.StockedOut),
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

    private void NoteEnd(DayFold fold)
    {
        counts.RowsAccepted -= fold.Dropped;
        counts.RowsDuplicate = fold.Dropped;
        counts.SetRejected(quarantine.Count);
        counts.Remarks.AddRange(fold.Remarks());
        counts.Remark(Endings.Remark(counts.RowsRead, counts.RowsAccepted, quarantine.Count, quarantine.First));
        if (keys.Series.Count == 0)
            return;
        counts.FirstDay = DateOnly.FromDayNumber(keys.Series.Min(s => s.FirstDay));
        counts.LastDay = DateOnly.FromDayNumber(keys.Series.Max(s => s.LastDay));
    }
}
