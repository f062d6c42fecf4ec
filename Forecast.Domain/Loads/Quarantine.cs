using Forecast.Domain.Copying;
using Npgsql;
using NpgsqlTypes;

namespace Forecast.Domain.Loads;

/// <summary>
/// Collects rejected rows and writes them in bulk, within the load's transaction: the first ones with their text, all of them by reason, so
/// that no file of bad rows fills the disk. Without a connection it only counts.
/// </summary>
internal sealed class Quarantine(NpgsqlConnection? connection, long loadId)
{
    private const int FlushAt = 5_000;
    private const int MostReasons = 200;
    private const int FirstShown = 3;

    private readonly List<(long Line, string Column, string Reason, string Text)> rows = [];
    private readonly List<string> first = [];
    private readonly Dictionary<(string Column, string Reason), long> reasons = [];

    /// <summary>Rows rejected so far.</summary>
    public long Count { get; private set; }

    /// <summary>Whether it is time to flush.</summary>
    public bool IsFull => rows.Count >= FlushAt;

    /// <summary>Whether the next row is kept with its text.</summary>
    public bool KeepsRows => connection is not null && Count < RejectedRow.MostKept;

    /// <summary>Rows rejected so far by column and reason, the most frequent first.</summary>
    public IReadOnlyList<(string Column, string Reason, long Rows)> Reasons =>
        [.. reasons.Select(r => (r.Key.Column, r.Key.Reason, r.Value)).OrderByDescending(r => r.Value)];

    /// <summary>The first three rejected rows, each with its line and reason.</summary>
    public IReadOnlyList<string> First => first;

    public void Add(long line, string column, string reason, string text)
    {
        if (KeepsRows)
            rows.Add((line, column, reason, text));
        if (first.Count < FirstShown)
            first.Add($"line {line}: {reason}");
        Count++;
        var key = (column, reason);
        if (reasons.Count >= MostReasons && !reasons.ContainsKey(key))
            key = ("", "Other reasons.");
        reasons[key] = reasons.GetValueOrDefault(key) + 1;
    }

    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        if (rows.Count == 0 || connection is null)
            return;
        await GuardedCopy.RunAsync(connection, "rejected_row", "load_id, line, column_name, reason, text", rows, async (copy, row) =>
        {
            await copy.WriteAsync(loadId, NpgsqlDbType.Bigint, cancellationToken);
            await copy.WriteAsync(row.Line, NpgsqlDbType.Bigint, cancellationToken);
            await copy.WriteAsync(row.Column, NpgsqlDbType.Text, cancellationToken);
            await copy.WriteAsync(row.Reason, NpgsqlDbType.Text, cancellationToken);
            await copy.WriteAsync(row.Text, NpgsqlDbType.Text, cancellationToken);
        }, cancellationToken);
        rows.Clear();
    }

    /// <summary>Writes what is left and the counts by reason.</summary>
    public async Task CompleteAsync(CancellationToken cancellationToken)
    {
        await FlushAsync(cancellationToken);
        if (reasons.Count == 0 || connection is null)
            return;
        await using var command = new NpgsqlCommand(
            "INSERT INTO rejected_reason (load_id, column_name, reason, rows) SELECT $1, r.* FROM unnest($2::text[], $3::text[], "
                + "$4::bigint[]) AS r", connection)
        {
            Parameters =
            {
                new() { Value = loadId },
                new() { Value = reasons.Keys.Select(key => key.Column).ToArray() },
                new() { Value = reasons.Keys.Select(key => key.Reason).ToArray() },
                new() { Value = reasons.Values.ToArray() },
            },
        };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
