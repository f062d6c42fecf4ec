using System.Globalization;
using Forecast.Domain.Loads;

namespace Forecast.Domain.Sales;

/// <summary>Turns the rows of a sales file into checked rows, and those with a fault into quarantine.</summary>
internal sealed class SalesReader(
    CsvTable table, SalesKeys keys, OpenDays open, Quarantine quarantine, ImportRequest request, Func<int, DateOnly> today)
{
    private const int Date = 0, Store = 1, Item = 2, Quantity = 3, Promotion = 4, Price = 5, Open = 6, StockedOut = 7;
    private const int LongestPlan = 400;
    private const int ReportEvery = 4096;

    /// <summary>Known columns, the required ones first.</summary>
    public static readonly string[] Columns = ["date", "store", "item", "quantity", "promotion", "price", "open", "stocked_out"];

    /// <summary>How many of <see cref="Columns"/> a file must have.</summary>
    public const int RequiredColumns = 4;

    private string? fault;
    private int faultColumn;
    private bool isAhead;

    /// <summary>
    /// Reads until there is a row that the buffer has no room for, which the next call takes first; false when the file has ended.
    /// </summary>
    public async Task<bool> FillAsync(SalesRows rows, LoadCounts counts, CancellationToken cancellationToken)
    {
        int unreported = 0;
        while (true)
        {
            bool more = isAhead || await table.ReadAsync(cancellationToken);
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
        if (table.RowFault() is { } formFault)
        {
            quarantine.Add(table.Line, "", formFault, table.RowText());
            return;
        }

        if (!TryRead(out var row, out int store))
        {
            quarantine.Add(table.Line, Columns[faultColumn], fault!, table.RowText());
            return;
        }

        counts.RowsAccepted++;
        Note(store, row);
        if (row.SaysAnything)
            rows.Add(row);
    }

    private bool TryRead(out SalesRow row, out int store)
    {
        row = default;
        store = -1;
        int day = SalesFields.Day(table.Field(Date), out fault);
        if (Faulty(Date))
            return false;
        float quantity = SalesFields.Quantity(table.Field(Quantity), request.AcceptFractions, out fault);
        if (Faulty(Quantity))
            return false;
        float promotion = SalesFields.Flag(table.Field(Promotion), Columns[Promotion], out fault);
        if (Faulty(Promotion))
            return false;
        float price = SalesFields.Price(table.Field(Price), out fault);
        if (Faulty(Price))
            return false;
        float isOpen = SalesFields.Flag(table.Field(Open), Columns[Open], out fault);
        if (Faulty(Open))
            return false;
        float stockedOut = SalesFields.Flag(table.Field(StockedOut), Columns[StockedOut], out fault);
        if (Faulty(StockedOut))
            return false;

        row = new SalesRow(-1, day, table.Line, quantity, promotion, price, stockedOut);
        if (!row.SaysAnything && float.IsNaN(isOpen))
        {
            fault = "The quantity is empty. Write 0 if nothing was sold, or leave the row out if it is unknown.";
            return !Faulty(Quantity);
        }

        return TryPlace(ref row, isOpen, out store);
    }

    /// <summary>Finds store, item and series: last, because a row with another fault must not create any.</summary>
    private bool TryPlace(ref SalesRow row, float isOpen, out int store)
    {
        store = keys.Store(table.Field(Store), out fault);
        if (store < 0)
            return !Faulty(Store);
        if (!CheckFuture(row, keys.Stores[store]))
            return false;
        int item = keys.Item(table.Field(Item), out fault);
        if (item < 0)
            return !Faulty(Item);
        if (!float.IsNaN(isOpen) && !open.TrySet(store, row.Day, isOpen))
        {
            fault = "An earlier row says the opposite about this store's opening on this day; that one was kept. Correct one of them.";
            return !Faulty(Open);
        }

        row = row with { Series = keys.SeriesOf(store, item) };
        return true;
    }

    private bool CheckFuture(in SalesRow row, StoreKey store)
    {
        if (store.Today < 0)
            store.Today = today(store.RegionId).DayNumber;
        if (row.Day <= store.Today)
            return true;

        string now = DateOnly.FromDayNumber(store.Today).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        if (!float.IsNaN(row.Quantity) || !float.IsNaN(row.StockedOut))
        {
            fault = $"The day lies in the future (today is {now} there). "
                + "Leave the quantity empty to plan a promotion, price or opening day.";
            faultColumn = Date;
            return false;
        }

        if (row.Day <= store.Today + LongestPlan)
            return true;
        fault = $"The day lies more than {LongestPlan} days ahead (today is {now} there). Check the year.";
        faultColumn = Date;
        return false;
    }

    private bool Faulty(int column)
    {
        faultColumn = column;
        return fault is not null;
    }

    private void Note(int storePlace, in SalesRow row)
    {
        var series = keys.Series[row.Series];
        series.FirstDay = Math.Min(series.FirstDay, row.Day);
        series.LastDay = Math.Max(series.LastDay, row.Day);
        if (float.IsNaN(row.Quantity))
            return;
        series.FirstSale = Math.Min(series.FirstSale, row.Day);
        var store = keys.Stores[storePlace];
        store.FirstSale = Math.Min(store.FirstSale, row.Day);
        store.LastSale = Math.Max(store.LastSale, row.Day);
    }
}
