using System.Globalization;
using Forecast.Domain.Loads;
using Forecast.Domain.Reading;

namespace Forecast.Domain.Sales;

/// <summary>Turns the rows of a sales file into checked rows of known series, and those with a fault into quarantine.</summary>
internal sealed class SalesReader(
    CsvTable table, SalesLineReader lines, SalesKeys keys, OpenDays open, Quarantine quarantine, SalesCatalog catalog, Grain grain,
    DateTimeOffset now)
{
    private const int LongestPlan = 400;
    private const int ReportEvery = 4096;

    private const int KeptRows = 8;

    private readonly List<SalesRow> firstRows = [];
    private string? fault;
    private int faultColumn;
    private bool isAhead;

    /// <summary>The first rows that were taken.</summary>
    public IReadOnlyList<SalesRow> FirstRows => firstRows;

    /// <summary>Rows taken whose quantity is negative.</summary>
    public long Returns { get; private set; }

    /// <summary>Whether every quantity so far is 1.</summary>
    public bool AllAreOne { get; private set; } = true;

    /// <summary>
    /// Reads until there is a row that the buffer has no room for, which the next call takes first; false when the file has ended, or when
    /// a row asks all rows how the file is to be read.
    /// </summary>
    public async Task<bool> FillAsync(SalesRows rows, LoadCounts counts, CancellationToken cancellationToken)
    {
        int unreported = 0;
        while (true)
        {
            bool more = isAhead || (!lines.AsksAllRows && await table.ReadAsync(cancellationToken));
            isAhead = more && rows.IsFull; // A file that just fits must not be spilled.
            if (more && !isAhead)
            {
                unreported++;
                Take(rows, counts);
            }

            if (!more || isAhead || unreported == ReportEvery)
            {
                cancellationToken.ThrowIfCancellationRequested();
                counts.AddRead(unreported);
                counts.SetRejected(quarantine.Count);
                unreported = 0;
            }

            if (quarantine.IsFull)
                await quarantine.FlushAsync(cancellationToken);
            if (!more || isAhead)
                return more;
        }
    }

    private void Take(SalesRows rows, LoadCounts counts)
    {
        if (!lines.TryRead(out var line))
        {
            if (!lines.AsksAllRows && !lines.SaysNothing)
                quarantine.Add(table.Line, lines.FaultColumn, lines.Fault, Text());
            return;
        }

        if (!TryPlace(line, out var row, out int store))
        {
            if (!lines.AsksAllRows)
                quarantine.Add(table.Line, SalesLineReader.Columns[faultColumn], fault!, Text());
            return;
        }

        counts.RowsAccepted++;
        if (firstRows.Count < KeptRows)
            firstRows.Add(row);
        Note(store, row);
        if (row.SaysAnything)
            rows.Add(row);
    }

    private bool TryPlace(in SalesLine line, out SalesRow row, out int store)
    {
        row = default;
        var storeCode = table.Field(SalesLineReader.Store);
        store = keys.Store(storeCode, out fault);
        if (store < 0)
            return !lines.AsksAboutText(storeCode) && !Faulty(SalesLineReader.Store);
        int day = lines.Instant is null ? line.Day : DayOfInstant(keys.Stores[store]);
        if (!CheckFuture(line, day, keys.Stores[store]))
            return !Faulty(SalesLineReader.Date);
        var itemCode = table.Field(SalesLineReader.Item);
        int item = keys.Item(itemCode, out fault);
        if (item < 0)
            return !lines.AsksAboutText(itemCode) && !Faulty(SalesLineReader.Item);
        if (!float.IsNaN(line.Open) && !open.TrySet(store, day, line.Open))
        {
            fault = "An earlier row says the opposite about this store's opening on this day; that one was kept. Correct one of them.";
            return !Faulty(SalesLineReader.Open);
        }

        lines.NoteDay(day);
        row = new SalesRow(
            keys.SeriesOf(store, item), day, (uint)table.Line, lines.Visit, lines.Digest(), line.Quantity, line.Promotion, line.Price,
            line.StockedOut);
        return true;
    }

    /// <summary>31 December 23:00 UTC is 1 January in Berlin: an instant has its day on the clock of its store.</summary>
    private int DayOfInstant(StoreKey store)
    {
        store.Zone ??= catalog.ZoneOf(store.RegionId) ?? throw SalesLineReader.AskForZone();
        return lines.DayIn(store.Zone);
    }

    private bool CheckFuture(in SalesLine line, int day, StoreKey store)
    {
        if (store.Today < 0)
            store.Today = catalog.RegionOf(store.RegionId).BusinessDay(now).DayNumber;
        if (day <= store.Today)
            return true;

        string today = DateOnly.FromDayNumber(store.Today).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        if (!float.IsNaN(line.Quantity) || !float.IsNaN(line.StockedOut))
        {
            fault = $"The day lies in the future (today is {today} there). "
                + "Leave the quantity empty to plan a promotion, price or opening day.";
            return false;
        }

        if (day <= store.Today + LongestPlan)
            return true;
        fault = $"The day lies more than {LongestPlan} days ahead (today is {today} there). Check the year.";
        return false;
    }

    private string Text() => quarantine.KeepsRows ? table.RowText() : "";

    private bool Faulty(int column)
    {
        faultColumn = column;
        return fault is not null;
    }

    private void Note(int storePlace, in SalesRow row)
    {
        var series = keys.Series[row.Series];
        series.NoteDay(row.Day, row.Quantity);
        if (float.IsNaN(row.Quantity))
            return;
        AllAreOne &= row.Quantity == 1;
        if (row.Quantity < 0)
            Returns++;
        grain.Note(row.Day, row.Quantity);
        series.FirstSale = Math.Min(series.FirstSale, row.Day);
        var store = keys.Stores[storePlace];
        store.FirstSale = Math.Min(store.FirstSale, row.Day);
        store.LastSale = Math.Max(store.LastSale, row.Day);
    }
}
