using Npgsql;

namespace Forecast.Domain.Copying;

/// <summary>
/// PostgreSQL copies nothing straight into a table with row-level security. So rows are copied beside it, into a temporary table of this
/// session, and from there in one statement into theirs, where the policy looks at each. Inside a transaction; the steps are for callers
/// that copy in a way of their own.
/// </summary>
public static class GuardedCopy
{
    /// <summary>Makes the temporary table; returns the COPY that fills it.</summary>
    public static async Task<string> StageAsync(
        NpgsqlConnection connection, string table, string columns, CancellationToken cancellationToken)
    {
        await ExecuteAsync(
            connection, $"CREATE TEMP TABLE {Staged(table)} ON COMMIT DROP AS SELECT {columns} FROM {table} WHERE false",
            cancellationToken);
        return $"COPY pg_temp.{Staged(table)} ({columns}) FROM STDIN (FORMAT BINARY)";
    }

    /// <summary>Moves what was copied to where it belongs, and drops the temporary table.</summary>
    public static Task MoveAsync(NpgsqlConnection connection, string table, string columns, CancellationToken cancellationToken) =>
        ExecuteAsync(
            connection,
            $"INSERT INTO {table} ({columns}) SELECT {columns} FROM pg_temp.{Staged(table)}; DROP TABLE pg_temp.{Staged(table)}",
            cancellationToken);

    /// <summary>Copies rows into a table.</summary>
    public static async Task RunAsync<T>(
        NpgsqlConnection connection, string table, string columns, IEnumerable<T> rows,
        Func<NpgsqlBinaryImporter, T, Task> write, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(write);
        var copy = await StageAsync(connection, table, columns, cancellationToken);
        await using (var importer = await connection.BeginBinaryImportAsync(copy, cancellationToken))
        {
            foreach (var row in rows)
            {
                await importer.StartRowAsync(cancellationToken);
                await write(importer, row);
            }

            await importer.CompleteAsync(cancellationToken);
        }

        await MoveAsync(connection, table, columns, cancellationToken);
    }

    private static string Staged(string table) => $"staged_{table}";

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
