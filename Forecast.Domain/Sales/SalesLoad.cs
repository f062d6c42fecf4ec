using System.Globalization;
using Forecast.Domain.Loads;
using Forecast.Domain.Reading;
using Npgsql;

namespace Forecast.Domain.Sales;

/// <summary>
/// Takes one sales file in, in one reading, within the caller's transaction: understand it, create what is new, merge its days with what is
/// stored, note what changed.
/// </summary>
internal sealed class SalesLoad(
    NpgsqlConnection connection, long loadId, ImportRequest request, FileReading reading, LoadCounts counts, TimeProvider time,
    int rowsInMemory)
{
    private readonly Quarantine quarantine = new(connection, loadId);

    /// <summary>
    /// Takes the file; false, and nothing that counts is done, when its rows are written in a way that only all of them together explain.
    /// </summary>
    public async Task<bool> TryRunAsync(Stream text, CancellationToken cancellationToken)
    {
        var intake = new SalesIntake(connection, request, reading, quarantine, counts, time, rowsInMemory);
        await using var table = await intake.TryReadAsync(text, cancellationToken);
        if (table is null)
            return false;

        counts.Remarks.AddRange(table.Remarks());
        counts.Remarks.AddRange(reading.Reasons);
        if (request.MissingDays == MissingDays.NotLoaded)
            counts.Remark(intake.Grain.RemarkOnMissingDays());
        await intake.Catalog.CreateAsync(intake.Keys, counts, cancellationToken);
        if (request.MissingDays == MissingDays.NothingSold)
            await intake.Catalog.FindFirstSalesAsync(intake.Keys, cancellationToken);
        await MergeAsync(table, intake, cancellationToken);
        await new OpenDaysMerge(connection, intake.Keys, counts).RunAsync(intake.Open, cancellationToken);
        await quarantine.CompleteAsync(cancellationToken);
        await NoteChangesAsync(intake.Keys, cancellationToken);
        await SalesReach.StoreAsync(connection, intake.Keys.Stores, cancellationToken);
        if (counts.RowsAccepted > 0)
            await new SourceMemory(connection).RememberAsync(
                table.Headers.Select(h => h.Header), request, time.GetUtcNow(), cancellationToken);
        NoteEnd(intake);
        return true;
    }

    private async Task MergeAsync(CsvTable table, SalesIntake intake, CancellationToken cancellationToken)
    {
        var merge = new HistoryMerge(connection, intake.Keys, counts, request.MissingDays);
        await intake.EachDayAsync(
            merge.Begin,
            row => merge.Take(row),
            (row, standing) => Contradicted(table, intake.Keys, row, standing),
            async series =>
            {
                merge.End(series);
                if (merge.IsFull)
                    await merge.FlushAsync(cancellationToken);
                if (quarantine.IsFull)
                    await quarantine.FlushAsync(cancellationToken);
            },
            cancellationToken);
        await merge.CompleteAsync(cancellationToken);
    }

    private void Contradicted(CsvTable table, SalesKeys keys, SalesRow row, SalesRow standing)
    {
        counts.RowsAccepted--;
        quarantine.Add(
            row.Line, "quantity", DayFold.Contradiction(row, standing), quarantine.KeepsRows ? RowText(table, keys, row) : "");
    }

    /// <summary>
    /// The row as it was understood, in the file's own order: its bytes are gone by the time that the contradiction shows.
    /// </summary>
    private static string RowText(CsvTable table, SalesKeys keys, SalesRow row)
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

    private async Task NoteChangesAsync(SalesKeys keys, CancellationToken cancellationToken)
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

    private void NoteEnd(SalesIntake intake)
    {
        var fold = intake.Fold;
        counts.RowsAccepted -= fold.Dropped;
        counts.RowsDuplicate = fold.Dropped;
        counts.SetRejected(quarantine.Count);
        counts.Remarks.AddRange(fold.Remarks());
        counts.Remark(intake.RemarkOnEmptyRows);
        counts.Remark(Endings.Remark(counts.RowsRead, counts.RowsAccepted, quarantine.Count, quarantine.First));
        (counts.FirstDay, counts.LastDay) = intake.Days;
    }
}
