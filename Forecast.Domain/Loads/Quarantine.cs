using Npgsql;
using NpgsqlTypes;

namespace Forecast.Domain.Loads;

/// <summary>Collects rejected rows and writes them in bulk, within the load's transaction.</summary>
internal sealed class Quarantine(NpgsqlConnection connection, long loadId)
{
    private const int FlushAt = 5_000;

    private readonly List<(long Line, string Column, string Reason, string Text)> rows = [];

    /// <summary>Rows rejected so far.</summary>
    public long Count { get; private set; }

    /// <summary>Whether it is time to flush.</summary>
    public bool IsFull => rows.Count >= FlushAt;

    public void Add(long line, string column, string reason, string text)
    {
        rows.Add((line, column, reason, text));
        Count++;
    }

    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        if (rows.Count == 0)
            return;
        await using var copy = await connection.BeginBinaryImportAsync(
            "COPY rejected_row (load_id, line, column_name, reason, text) FROM STDIN (FORMAT BINARY)", cancellationToken);
        foreach (var (line, column, reason, text) in rows)
        {
            await copy.StartRowAsync(cancellationToken);
            await copy.WriteAsync(loadId, NpgsqlDbType.Bigint, cancellationToken);
            await copy.WriteAsync(line, NpgsqlDbType.Bigint, cancellationToken);
            await copy.WriteAsync(column, NpgsqlDbType.Text, cancellationToken);
            await copy.WriteAsync(reason, NpgsqlDbType.Text, cancellationToken);
            await copy.WriteAsync(text, NpgsqlDbType.Text, cancellationToken);
        }

        await copy.CompleteAsync(cancellationToken);
        rows.Clear();
    }
}
