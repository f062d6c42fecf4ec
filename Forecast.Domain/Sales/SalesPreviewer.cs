using Forecast.Domain.Loads;
using Forecast.Domain.Reading;
using Npgsql;

namespace Forecast.Domain.Sales;

/// <summary>
/// Understands a sales file as the load does, within a transaction that the caller rolls back, and says what would become of it.
/// </summary>
internal sealed class SalesPreviewer(
    NpgsqlConnection connection, ImportRequest request, FileReading reading, TimeProvider time, int rowsInMemory, long mostRows)
{
    private const int WeeksShown = 6, ReasonsShown = 20;

    private readonly Quarantine quarantine = new(connection: null, loadId: 0);
    private readonly LoadCounts counts = new();
    private readonly SortedDictionary<int, double> weeks = [];

    /// <summary>The preview; null when the rows are written in a way that only all of them together explain.</summary>
    public async Task<SalesPreview?> TryRunAsync(Stream text, CancellationToken cancellationToken)
    {
        var intake = new SalesIntake(connection, request, reading, quarantine, counts, time, rowsInMemory, mostRows);
        await using var table = await intake.TryReadAsync(text, cancellationToken);
        if (table is null)
            return null;
        long contradicted = 0;
        await intake.EachDayAsync(
            static () => { },
            AddToWeek,
            (row, standing) =>
            {
                contradicted++;
                quarantine.Add(row.Line, "quantity", DayFold.Contradiction(row, standing), "");
            },
            static _ => ValueTask.CompletedTask,
            cancellationToken);
        return Of(table, intake, counts.RowsAccepted - contradicted - intake.Fold.Dropped);
    }

    private void AddToWeek(SalesRow row)
    {
        // Day number 0 is a Monday.
        if (!float.IsNaN(row.Quantity))
            weeks[row.Day / 7] = weeks.GetValueOrDefault(row.Day / 7) + row.Quantity;
    }

    private SalesPreview Of(CsvTable table, SalesIntake intake, long taken)
    {
        var keys = intake.Keys;
        var (first, last) = intake.Days;
        return new SalesPreview
        {
            Columns = [.. table.Headers.Select(h => new PreviewColumn(h.Header, h.Name))],
            Separator = table.Separator switch { ',' => "comma", ';' => "semicolon", '\t' => "tab", '|' => "bar", var other => $"{other}" },
            Encoding = reading.EncodingWords,
            Dates = reading.DateWords,
            Numbers = reading.NumberWords,
            Remarks = [.. Remarks(table, intake, taken)],
            FirstRows = [.. intake.FirstRows.Select(row => RowOf(keys, row))],
            FirstDay = first,
            LastDay = last,
            Stores = new PreviewCount(keys.Stores.Count(s => s.IsUsed), keys.Stores.Count(s => s is { IsUsed: true, Id: 0 })),
            Items = new PreviewCount(keys.Items.Count(i => i.IsUsed), keys.Items.Count(i => i is { IsUsed: true, Id: 0 })),
            Series = keys.Series.Count,
            Weeks = [.. weeks.TakeLast(WeeksShown).Select(week => new PreviewWeek(DateOnly.FromDayNumber(week.Key * 7), week.Value))],
            IsOfFirstRows = table.IsCutShort,
            RowsRead = counts.RowsRead,
            RowsTaken = taken,
            RowsRepeated = intake.Fold.Dropped,
            RowsAdded = intake.Fold.Added,
            RowsReturned = intake.Returns,
            RowsRejected = quarantine.Count,
            Reasons = [.. quarantine.Reasons.Take(ReasonsShown).Select(r => new PreviewReason(r.Column, r.Reason, r.Rows))],
        };
    }

    private IEnumerable<string> Remarks(CsvTable table, SalesIntake intake, long taken)
    {
        string? missing = request.MissingDays == MissingDays.NotLoaded ? intake.Grain.RemarkOnMissingDays() : null;
        return
        [
            .. table.IsCutShort
                ? [$"Only the first {mostRows:N0} rows were looked at; the load decides by all of them."] : Array.Empty<string>(),
            .. table.Remarks().Take(table.HeaderLine > 1 ? 1 : 0), .. reading.Reasons, .. intake.Fold.Remarks(),
            .. intake.Keys.RemarksOnLookalikes(),
            .. new[]
            {
                missing,
                intake.RemarkOnEmptyRows,
                Endings.Remark(counts.RowsRead, taken, quarantine.Count, quarantine.First),
            }.OfType<string>(),
        ];
    }

    private static PreviewRow RowOf(SalesKeys keys, SalesRow row)
    {
        var series = keys.Series[row.Series];
        return new PreviewRow(
            row.Line, DateOnly.FromDayNumber(row.Day), keys.Stores[series.Store].Code, keys.Items[series.Item].Code,
            Known(row.Quantity), Known(row.Price), float.IsNaN(row.Promotion) ? null : row.Promotion == 1);

        static float? Known(float value) => float.IsNaN(value) ? null : value;
    }
}
