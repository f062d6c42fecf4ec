using System.Runtime.InteropServices;
using Forecast.Domain.Loads;
using Forecast.Domain.Reading;
using Npgsql;

namespace Forecast.Domain.Sales;

/// <summary>
/// A sales file, read and understood as a whole before anything is stored: its rows, checked and in the order of their series, the stores
/// and items they name, and what several rows for one day are.
/// </summary>
internal sealed class SalesIntake(
    NpgsqlConnection connection, ImportRequest request, FileReading reading, Quarantine quarantine, LoadCounts counts, TimeProvider time,
    int rowsInMemory, long mostRows = long.MaxValue)
{
    private readonly SalesRows rows = new(rowsInMemory);
    private readonly SalesSpill spill = new(connection);
    private readonly List<SalesRow> ofSeries = [];

    /// <summary>The catalog as it was before the file.</summary>
    public SalesCatalog Catalog { get; } = new(connection);

    /// <summary>What the file names.</summary>
    public SalesKeys Keys { get; } = new(request.UnknownKeys);

    /// <summary>Opening days that it names.</summary>
    public OpenDays Open { get; } = new();

    /// <summary>What its rows show about days, weeks and months.</summary>
    public Grain Grain { get; } = new();

    /// <summary>Makes one row of all rows of a day, as the file is read.</summary>
    public DayFold Fold { get; private set; } = new(default);

    /// <summary>The first rows that were taken.</summary>
    public IReadOnlyList<SalesRow> FirstRows { get; private set; } = [];

    /// <summary>Rows taken whose quantity is negative.</summary>
    public long Returns { get; private set; }

    /// <summary>What became of rows without a quantity; null when there are none.</summary>
    public string? RemarkOnEmptyRows { get; private set; }

    /// <summary>First and last day with a row; null if there is none.</summary>
    public (DateOnly? First, DateOnly? Last) Days => Keys.Series.Count == 0
        ? (null, null)
        : (DateOnly.FromDayNumber(Keys.Series.Min(s => s.FirstDay)), DateOnly.FromDayNumber(Keys.Series.Max(s => s.LastDay)));

    /// <summary>
    /// Reads the file and returns its table; null when its rows are written in a way that only all of them together explain. Throws when
    /// the file is refused.
    /// </summary>
    public async Task<CsvTable?> TryReadAsync(Stream text, CancellationToken cancellationToken)
    {
        var table = await CsvTable.OpenAsync(
            text, SalesLineReader.Columns, SalesLineReader.RequiredColumns, reading.Form, request.Reading.Columns, cancellationToken);
        table.MostRows = mostRows;
        bool isUnderstood = false;
        try
        {
            isUnderstood = await TryReadAsync(table, cancellationToken);
            return isUnderstood ? table : null;
        }
        finally
        {
            if (!isUnderstood)
                await table.DisposeAsync();
        }
    }

    /// <summary>Goes through the series and gives one row for each of their days.</summary>
    public async Task EachDayAsync(
        Action begin, Action<SalesRow> take, Action<SalesRow, SalesRow> contradicted, Func<int, ValueTask> end,
        CancellationToken cancellationToken)
    {
        if (spill.Any)
        {
            for (int portion = 0; portion < SalesSpill.Portions(Keys.Series.Count); portion++)
            {
                foreach (var (series, runs) in BySeries(await spill.ReadAsync(portion, cancellationToken)))
                    await GiveAsync(series, runs);
            }

            return;
        }

        for (int series = 0; series < Keys.Series.Count; series++)
        {
            if (Keys.Series[series].MayRepeat)
            {
                await GiveAsync(series, null);
                continue;
            }

            begin();
            foreach (int index in rows.Of(series))
                take(rows[index]);
            await end(series);
        }

        async ValueTask GiveAsync(int series, List<SalesRow[]>? runs)
        {
            begin();
            Collect(series, runs);
            if (Keys.Series[series].MayRepeat)
            {
                DayFold.Sort(ofSeries);
                DayFold.ByDay(CollectionsMarshal.AsSpan(ofSeries), day => take(Fold.Fold(day, contradicted)));
            }
            else
            {
                ofSeries.ForEach(take);
            }

            await end(series);
        }
    }

    private async Task<bool> TryReadAsync(CsvTable table, CancellationToken cancellationToken)
    {
        await Catalog.ReadRegionsAsync(cancellationToken);
        await Catalog.ReadCodesAsync(Keys, cancellationToken);
        Keys.NewStoreRegion = Catalog.RegionForNewStores(request);
        Keys.RegionHint = $"Say in which region to create stores (--region CODE; there are {Catalog.RegionCodes}), or load a store master "
            + "file first.";
        var lines = new SalesLineReader(table, reading, request.Reading);
        var reader = new SalesReader(table, lines, Keys, Open, quarantine, Catalog, Grain, time.GetUtcNow());
        while (await reader.FillAsync(rows, counts, cancellationToken))
            await spill.WriteAsync(rows, Keys.Series.Count, cancellationToken);
        if (lines.AsksAllRows)
            return false;
        if (counts.RowsRead == 0)
            throw new FileRefusedException("The file has a header and no rows. Check the export that wrote it.");

        (FirstRows, Returns, RemarkOnEmptyRows) = (reader.FirstRows, reader.Returns, lines.RemarkOnEmptyRows);
        if (spill.Any)
        {
            await spill.WriteAsync(rows, Keys.Series.Count, cancellationToken);
            await spill.SealAsync(cancellationToken);
        }
        else
        {
            rows.Sort(Keys.Series.Count);
        }

        await LookAtRepeatsAsync(new RepeatEvidence(lines.Order.IsNone, reader.AllAreOne), cancellationToken);
        foreach (var series in Keys.Series)
            Grain.NoteSeries(series.Steps, series.LastDay - series.FirstDay + 1L);
        Grain.DemandDays(request.Reading);
        return true;
    }

    /// <summary>Decides over the whole file what several rows for one day of one series are.</summary>
    private async Task LookAtRepeatsAsync(RepeatEvidence evidence, CancellationToken cancellationToken)
    {
        var places = Enumerable.Range(0, Keys.Series.Count).Where(place => Keys.Series[place].MayRepeat).ToArray();
        foreach (var portion in places.Chunk(SalesSpill.SeriesPerFetch))
        {
            if (!spill.Any)
            {
                foreach (int place in portion)
                    Look(evidence, place, null);
                continue;
            }

            foreach (var (place, runs) in BySeries(await spill.ReadAsync(portion, cancellationToken)))
                Look(evidence, place, runs);
        }

        Fold = new DayFold(evidence.Decide(request.Reading.Repeats));
    }

    private void Look(RepeatEvidence evidence, int place, List<SalesRow[]>? runs)
    {
        Collect(place, runs);
        DayFold.Sort(ofSeries);
        Keys.Series[place].LookAtDays(CollectionsMarshal.AsSpan(ofSeries), evidence);
    }

    private void Collect(int series, List<SalesRow[]>? runs)
    {
        ofSeries.Clear();
        if (runs is not null)
        {
            runs.ForEach(ofSeries.AddRange);
            return;
        }

        foreach (int index in rows.Of(series))
            ofSeries.Add(rows[index]);
    }

    private static IEnumerable<(int Series, List<SalesRow[]> Runs)> BySeries(List<(int Series, SalesRow[] Rows)> runs)
    {
        for (int from = 0; from < runs.Count;)
        {
            int to = from;
            var ofOne = new List<SalesRow[]>();
            for (; to < runs.Count && runs[to].Series == runs[from].Series; to++)
                ofOne.Add(runs[to].Rows);
            yield return (runs[from].Series, ofOne);
            from = to;
        }
    }
}
