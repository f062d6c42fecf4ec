using System.Runtime.InteropServices;
using Forecast.Domain.Reading;
using Npgsql;
using NpgsqlTypes;

namespace Forecast.Domain.Sales;

/// <summary>
/// Rows of a load that is larger than its memory: each full buffer goes, ordered by series, into a temporary table; in the end they
/// come back series by series in the order of the file (an external merge whose runs lie in the database).
/// </summary>
internal sealed class SalesSpill(NpgsqlConnection connection)
{
    /// <summary>Series in one portion.</summary>
    public const int SeriesPerFetch = 500;

    private int passes;

    /// <summary>Whether anything was spilled.</summary>
    public bool Any => passes > 0;

    public async Task WriteAsync(SalesRows rows, int seriesCount, CancellationToken cancellationToken)
    {
        if (passes == 0)
            await ExecuteAsync("CREATE TEMP TABLE spilled_sales (series int NOT NULL, pass int NOT NULL, bytes bytea NOT NULL) ON COMMIT "
                + "DROP", cancellationToken);
        passes++;
        rows.Sort(seriesCount);
        await using var copy = await connection.BeginBinaryImportAsync("COPY spilled_sales FROM STDIN (FORMAT BINARY)", cancellationToken);
        for (int series = 0; series < seriesCount; series++)
        {
            var places = rows.Of(series);
            if (places.IsEmpty)
                continue;
            var run = new SalesRow[places.Length];
            for (int i = 0; i < run.Length; i++)
                run[i] = rows[places[i]];
            await copy.StartRowAsync(cancellationToken);
            await copy.WriteAsync(series, NpgsqlDbType.Integer, cancellationToken);
            await copy.WriteAsync(passes, NpgsqlDbType.Integer, cancellationToken);
            await copy.WriteAsync(MemoryMarshal.AsBytes(run.AsSpan()).ToArray(), NpgsqlDbType.Bytea, cancellationToken);
        }

        await copy.CompleteAsync(cancellationToken);
        rows.Clear();
    }

    /// <summary>Sorts the runs; <see cref="ReadAsync(int, CancellationToken)"/> then gives them in portions.</summary>
    public async Task SealAsync(CancellationToken cancellationToken) =>
        await ExecuteAsync("CREATE INDEX ON spilled_sales (series, pass); ANALYZE spilled_sales", cancellationToken);

    /// <summary>Rows of the series of a portion, by series and in the order of the file; portions are numbered from 0.</summary>
    public async Task<List<(int Series, SalesRow[] Rows)>> ReadAsync(int portion, CancellationToken cancellationToken)
    {
        var runs = new List<(int, SalesRow[])>();
        await using var command = new NpgsqlCommand(
            "SELECT series, bytes FROM spilled_sales WHERE series >= $1 AND series < $2 ORDER BY series, pass", connection)
        {
            Parameters = { new() { Value = portion * SeriesPerFetch }, new() { Value = (portion + 1) * SeriesPerFetch } },
            CommandTimeout = 0,
        };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            runs.Add((reader.GetInt32(0), MemoryMarshal.Cast<byte, SalesRow>(reader.GetFieldValue<byte[]>(1)).ToArray()));
        return runs;
    }

    /// <summary>All rows of some series, by series and in the order of the file.</summary>
    public async Task<List<(int Series, SalesRow[] Rows)>> ReadAsync(int[] series, CancellationToken cancellationToken)
    {
        var runs = new List<(int, SalesRow[])>();
        await using var command = new NpgsqlCommand(
            "SELECT series, bytes FROM spilled_sales WHERE series = ANY ($1) ORDER BY series, pass", connection)
        {
            Parameters = { new() { Value = series } },
            CommandTimeout = 0,
        };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            runs.Add((reader.GetInt32(0), MemoryMarshal.Cast<byte, SalesRow>(reader.GetFieldValue<byte[]>(1)).ToArray()));
        return runs;
    }

    /// <summary>Number of portions for so many series.</summary>
    public static int Portions(int seriesCount) => (seriesCount + SeriesPerFetch - 1) / SeriesPerFetch;

    private async Task ExecuteAsync(string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
