using System.Runtime.InteropServices;
using Forecast.Domain.Loads;
using Forecast.Domain.Reading;
using Forecast.Domain.Sales;

namespace Forecast.Training.Evaluation;

/// <summary>Why a reading of a file ended.</summary>
internal enum PassEnd
{
    /// <summary>The file has ended.</summary>
    Ended,

    /// <summary>A row can only be understood together with all others.</summary>
    AsksAllRows,

    /// <summary>A day has several rows, which can only be understood when rows are kept.</summary>
    MeetsRepeats,
}

/// <summary>One reading of a sales file into dense series; rows are kept only where days have several of them.</summary>
internal sealed class LongSalesPass(FileReading reading, ReadingOptions options, bool keepsRows)
{
    private const int FirstShown = 3;

    private static readonly int[] Optional = [SalesLineReader.Promotion, SalesLineReader.Price, SalesLineReader.Open];

    private readonly SalesKeys keys = new(UnknownKeys.Create) { NewStoreRegion = 0 };
    private readonly SalesRows rows = new(int.MaxValue);
    private readonly List<SeriesBuffer> buffers = [];
    private readonly List<string> firstRejected = [];
    private readonly Grain grain = new();
    private readonly bool[] has = new bool[Optional.Length];
    private readonly TimeZoneInfo? zone =
        options.TimeZone is { } id ? TimeZoneInfo.FindSystemTimeZoneById(id) : null;

    private List<string> remarks = [];
    private SalesLineReader? lines;
    private bool allAreOne = true;
    private long read, rejected;

    /// <summary>Whether a day may have several rows.</summary>
    public bool MeetsRepeats { get; private set; }

    /// <summary>Reads until the end, or until it makes no sense to read on.</summary>
    public async Task<PassEnd> RunAsync(Stream text, CancellationToken cancellationToken)
    {
        await using var table = await CsvTable.OpenAsync(
            text, SalesLineReader.Columns, SalesLineReader.RequiredColumns, reading.Form, options.Columns, cancellationToken);
        lines = new SalesLineReader(table, reading, options);
        for (int k = 0; k < Optional.Length; k++)
            has[k] = table.Has(Optional[k]);
        remarks = [.. table.Remarks(), .. reading.Reasons];
        while (await table.ReadAsync(cancellationToken))
        {
            Take(table);
            if (lines.AsksAllRows)
                return PassEnd.AsksAllRows;
            if (MeetsRepeats && !keepsRows)
                return PassEnd.MeetsRepeats;
        }

        return PassEnd.Ended;
    }

    /// <summary>The series read.</summary>
    public LongSales Finish(bool missingIsZero)
    {
        if (read == 0)
            throw new FileRefusedException("The file has a header and no rows. Check the export that wrote it.");
        var fold = Fold();
        if (buffers.Count == 0 || buffers.TrueForAll(b => b.First == int.MaxValue))
            throw new FileRefusedException(Endings.Remark(read, 0, rejected, firstRejected)!);
        foreach (var series in keys.Series)
            grain.NoteSeries(series.Steps, series.LastDay - series.FirstDay + 1L);
        grain.DemandDays(options);
        if (!missingIsZero && grain.RemarkOnMissingDays() is { } missing)
            remarks.Add(missing);
        remarks.AddRange(keys.RemarksOnLookalikes());
        if (lines!.RemarkOnEmptyRows is { } empty)
            remarks.Add(empty);
        if (Endings.Remark(read, read - rejected - fold.Dropped, rejected, firstRejected) is { } ending)
            remarks.Add(ending);
        return Dense(missingIsZero, fold.Dropped);
    }

    private void Take(CsvTable table)
    {
        read++;
        if (!lines!.TryRead(out var line))
        {
            if (!lines.AsksAllRows && !lines.SaysNothing)
                Reject(table.Line, lines.Fault);
            return;
        }

        var storeCode = table.Field(SalesLineReader.Store);
        var itemCode = table.Field(SalesLineReader.Item);
        int store = keys.Store(storeCode, out var fault);
        int item = store < 0 ? -1 : keys.Item(itemCode, out fault);
        if (item < 0)
        {
            if (!lines.AsksAboutText(store < 0 ? storeCode : itemCode))
                Reject(table.Line, fault!);
            return;
        }

        int day = lines.Instant is null ? line.Day : lines.DayIn(zone ?? throw SalesLineReader.AskForZone());
        lines.NoteDay(day);
        Add(table, keys.SeriesOf(store, item), day, line);
    }

    private void Add(CsvTable table, int place, int day, in SalesLine line)
    {
        var series = keys.Series[place];
        if (place == buffers.Count)
            buffers.Add(new SeriesBuffer(series.Store, series.Item, has));
        if (!buffers[place].TryAdd(day, keepsRows ? float.NaN : line.Quantity, line.Promotion, line.Price, line.Open))
        {
            Reject(table.Line, "The date lies more than 100 years from the other days of its series. Correct the year.");
            return;
        }

        series.NoteDay(day, line.Quantity);
        MeetsRepeats |= series.MayRepeat;
        if (float.IsNaN(line.Quantity))
            return;
        grain.Note(day, line.Quantity);
        allAreOne &= line.Quantity == 1;
        if (keepsRows)
            rows.Add(new SalesRow(
                place, day, (uint)table.Line, lines!.Visit, lines.Digest(), line.Quantity, line.Promotion, line.Price, line.StockedOut));
    }

    private void Reject(long line, string fault)
    {
        rejected++;
        if (firstRejected.Count < FirstShown)
            firstRejected.Add($"line {line}: {fault}");
    }

    /// <summary>Makes one quantity of all rows of a day, where rows were kept.</summary>
    private DayFold Fold()
    {
        var evidence = new RepeatEvidence(lines!.Order.IsNone, allAreOne);
        if (!keepsRows)
            return new DayFold(evidence.Decide(options.Repeats));
        rows.Sort(keys.Series.Count);
        for (int place = 0; place < keys.Series.Count; place++)
            keys.Series[place].LookAtDays(CollectionsMarshal.AsSpan(Sorted(place)), evidence);
        var fold = new DayFold(evidence.Decide(options.Repeats));
        for (int place = 0; place < keys.Series.Count; place++)
        {
            var buffer = buffers[place];
            DayFold.ByDay(CollectionsMarshal.AsSpan(Sorted(place)), day => buffer.TryAdd(
                day[0].Day, fold.Fold(day, Contradicted).Quantity, float.NaN, float.NaN, float.NaN));
        }

        remarks.AddRange(fold.Remarks());
        return fold;
    }

    private void Contradicted(SalesRow row, SalesRow standing) => Reject(row.Line, DayFold.Contradiction(row, standing));

    private List<SalesRow> Sorted(int place)
    {
        var ofSeries = new List<SalesRow>(rows.Of(place).Length);
        foreach (int index in rows.Of(place))
            ofSeries.Add(rows[index]);
        DayFold.Sort(ofSeries);
        return ofSeries;
    }

    private LongSales Dense(bool missingIsZero, long repeats)
    {
        var known = buffers.Where(b => b.First != int.MaxValue).ToList();
        int first = known.Min(b => b.First), days = known.Max(b => b.Last) - first + 1;
        if ((long)days * known.Count > Array.MaxLength)
            throw new FileRefusedException($"{known.Count} series over {days} days are more than fit in memory as one panel.");
        var order = known.OrderBy(b => keys.Stores[b.Store].Code, StringComparer.Ordinal)
            .ThenBy(b => keys.Items[b.Item].Code, StringComparer.Ordinal).ToArray();
        return new LongSales
        {
            Series = [.. order.Select(b => (b.Store, b.Item))],
            Stores = [.. keys.Stores.Select(s => s.Code)],
            Items = [.. keys.Items.Select(i => i.Code)],
            FirstDay = DateOnly.FromDayNumber(first),
            Days = days,
            Rows = read,
            Rejected = rejected,
            Repeats = repeats,
            Remarks = remarks,
            Quantity = Column(order, SeriesBuffer.Quantity, first, days, missingIsZero),
            Promotion = has[0] ? Column(order, SeriesBuffer.Promotion, first, days, missingIsZero) : null,
            Price = has[1] ? Column(order, SeriesBuffer.Price, first, days, zeroInside: false) : null,
            Open = has[2] ? Column(order, SeriesBuffer.Open, first, days, zeroInside: false) : null,
        };
    }

    /// <summary>One column of all series on the common axis; the buffers let go of theirs on the way.</summary>
    private static float[] Column(SeriesBuffer[] order, int column, int first, int days, bool zeroInside)
    {
        var dense = new float[order.Length * days];
        for (int s = 0; s < order.Length; s++)
            order[s].MoveTo(column, dense.AsSpan(s * days, days), first, zeroInside);
        return dense;
    }
}
