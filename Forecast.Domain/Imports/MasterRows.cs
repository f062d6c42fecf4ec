using System.Text;
using Forecast.Domain.Loads;
using Forecast.Domain.Reading;
using Forecast.Domain.Sales;

namespace Forecast.Domain.Imports;

/// <summary>
/// Rows of a master file by code: a code said twice in the same way counts once, said differently is rejected after the first.
/// </summary>
internal sealed class MasterRows<TRow>(string codeColumn, CsvTable table, Quarantine quarantine, LoadCounts counts)
    where TRow : class
{
    private const int Most = 1_000_000;

    private readonly Dictionary<string, (TRow Row, long Line)> rows = new(StringComparer.Ordinal);

    /// <summary>The rows taken.</summary>
    public IEnumerable<TRow> Taken => rows.Values.Select(entry => entry.Row);

    /// <summary>
    /// Reads the whole file; <paramref name="read"/> turns the current row into a record or says which column is wrong and why.
    /// </summary>
    public async Task ReadAsync(Func<string, (TRow? Row, string Column, string Fault)> read, CancellationToken cancellationToken)
    {
        while (await table.ReadAsync(cancellationToken))
        {
            counts.AddRead(1);
            Take(read);
            counts.SetRejected(quarantine.Count);
            if (quarantine.IsFull)
                await quarantine.FlushAsync(cancellationToken);
        }

        await quarantine.CompleteAsync(cancellationToken);
        if (counts.RowsRead == 0)
            throw new FileRefusedException("The file has a header and no rows. Check the export that wrote it.");
        counts.Remarks.AddRange(table.Remarks());
        counts.Remark(Endings.Remark(counts.RowsRead, counts.RowsAccepted, quarantine.Count, quarantine.First));
    }

    private void Take(Func<string, (TRow? Row, string Column, string Fault)> read)
    {
        string? fault = table.RowFault();
        string column = "";
        if (fault is null)
        {
            fault = SalesKeys.CodeFault(table.Field(0), codeColumn);
            column = codeColumn;
        }

        if (fault is null)
        {
            string code = Encoding.UTF8.GetString(CodeText.Composed(table.Field(0)));
            (var row, column, fault) = read(code);
            if (row is not null)
                fault = Add(code, row, ref column);
        }

        if (fault is null)
            counts.RowsAccepted++;
        else
            quarantine.Add(table.Line, column, fault, quarantine.KeepsRows ? table.RowText() : "");
    }

    private string? Add(string code, TRow row, ref string column)
    {
        if (rows.Count >= Most)
            throw new FileRefusedException($"The file has more than {Most:N0} {codeColumn}s. Check that it is a master file.");
        if (rows.TryAdd(code, (row, table.Line)))
            return null;
        var earlier = rows[code];
        if (earlier.Row.Equals(row))
        {
            counts.RowsDuplicate++;
            counts.RowsAccepted--; // It is left out, and counted as such.
            return null;
        }

        column = codeColumn;
        return $"Line {earlier.Line} describes the same {codeColumn} differently; that one was kept. Correct one of them.";
    }
}
