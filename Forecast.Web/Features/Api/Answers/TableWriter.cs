using System.Text;
using Parquet;
using Parquet.Schema;

namespace Forecast.Web.Features.Api.Answers;

/// <summary>Writes rows as they come, as CSV or Parquet.</summary>
internal static class TableWriter
{
    /// <summary>Rows that are held at a time.</summary>
    private const int RowsTogether = 20_000;

    /// <summary>
    /// Lines end in CR LF (RFC 4180), without a mark of the encoding. For programs: texts stand as they are, so a spreadsheet may take one
    /// that begins with "=" for a formula. What people export from pages guards against that; here it would change data.
    /// </summary>
    public static async Task CsvAsync<TRow>(
        Stream target, IReadOnlyList<Column<TRow>> columns, IAsyncEnumerable<TRow> rows, CancellationToken cancellationToken)
    {
        await using var writer = new StreamWriter(target, new UTF8Encoding(false), 1 << 15, leaveOpen: true);
        var line = new StringBuilder();
        await writer.WriteAsync(line.AppendJoin(',', columns.Select(c => c.Name)).Append("\r\n"), cancellationToken);
        await foreach (var row in rows.WithCancellation(cancellationToken))
        {
            line.Clear();
            for (int i = 0; i < columns.Count; i++)
                Append(i == 0 ? line : line.Append(','), columns[i].TextOf(row));
            await writer.WriteAsync(line.Append("\r\n"), cancellationToken);
        }
    }

    /// <summary>A group of rows at a time.</summary>
    public static async Task ParquetAsync<TRow>(
        Stream target, IReadOnlyList<Column<TRow>> columns, IAsyncEnumerable<TRow> rows, CancellationToken cancellationToken)
    {
        var schema = new ParquetSchema([.. columns.Select(c => (Field)c.Field)]);
        await using var outbox = new Outbox(target);
        await using (var writer = await ParquetWriter.CreateAsync(schema, outbox, cancellationToken: cancellationToken))
        {
            await foreach (var some in rows.Chunk(RowsTogether).WithCancellation(cancellationToken))
            {
                using (var group = writer.CreateRowGroup())
                {
                    foreach (var column in columns)
                        await column.WriteAsync(group, some, cancellationToken);
                }

                await outbox.SendAsync(cancellationToken);
            }
        }

        await outbox.SendAsync(cancellationToken); // What the file says of itself stands at its end.
    }

    private static void Append(StringBuilder line, string? value)
    {
        if (value is null)
            return;
        if (value.AsSpan().IndexOfAny(",\"\r\n") < 0)
            line.Append(value);
        else
            line.Append('"').Append(value.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
    }
}
