using Npgsql;

namespace Forecast.Training.Runs;

/// <summary>Commands with positional parameters ($1, $2, …); null stands for NULL.</summary>
internal static class Sql
{
    /// <summary>A command on a connection, inside its current transaction.</summary>
    public static NpgsqlCommand Command(this NpgsqlConnection connection, string sql, params ReadOnlySpan<object?> values) =>
        new NpgsqlCommand(sql, connection).With(values);

    /// <summary>
    /// Begins a transaction that the database ends by itself when it lasts too long: a process that freezes in the middle of one would hold
    /// its rows, and with them the run, until it wakes up. Needs PostgreSQL 17.
    /// </summary>
    public static async Task<NpgsqlTransaction> BeginShortAsync(this NpgsqlConnection connection, CancellationToken ct)
    {
        var transaction = await connection.BeginTransactionAsync(ct);
        try
        {
            await connection.Command("SET LOCAL transaction_timeout = '20s'").ExecuteAsync(ct);
            return transaction;
        }
        catch
        {
            await transaction.DisposeAsync();
            throw;
        }
    }

    /// <summary>A command on a connection of its own.</summary>
    public static NpgsqlCommand Command(this NpgsqlDataSource database, string sql, params ReadOnlySpan<object?> values) =>
        database.CreateCommand(sql).With(values);

    /// <summary>The command without a limit of time, for what takes as long as there are rows.</summary>
    public static NpgsqlCommand Unhurried(this NpgsqlCommand command)
    {
        command.CommandTimeout = 0;
        return command;
    }

    /// <summary>Runs a command for its effect; the number of rows it touched.</summary>
    public static async Task<int> ExecuteAsync(this NpgsqlCommand command, CancellationToken ct)
    {
        await using (command)
            return await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Runs several statements for their effect, in one exchange with the database and inside the current transaction.</summary>
    public static async Task BatchAsync(
        this NpgsqlConnection connection, CancellationToken ct, params (string Sql, object?[] Values)[] statements)
    {
        await using var batch = connection.CreateBatch();
        foreach (var (sql, values) in statements)
        {
            var command = batch.CreateBatchCommand();
            command.CommandText = sql;
            foreach (var value in values)
                command.Parameters.Add(new NpgsqlParameter { Value = value ?? DBNull.Value });
            batch.BatchCommands.Add(command);
        }

        await batch.ExecuteNonQueryAsync(ct);
    }

    /// <summary>The first column of the first row; default when there is none or it is NULL.</summary>
    public static async Task<T?> ScalarAsync<T>(this NpgsqlCommand command, CancellationToken ct)
    {
        await using (command)
            return await command.ExecuteScalarAsync(ct) is T value ? value : default;
    }

    /// <summary>All rows, each made into a value.</summary>
    public static async Task<List<T>> ListAsync<T>(this NpgsqlCommand command, Func<NpgsqlDataReader, T> read, CancellationToken ct)
    {
        await using (command)
        {
            await using var reader = await command.ExecuteReaderAsync(ct);
            var rows = new List<T>();
            while (await reader.ReadAsync(ct))
                rows.Add(read(reader));
            return rows;
        }
    }

    /// <summary>A column that may be NULL.</summary>
    public static T? OrNull<T>(this NpgsqlDataReader reader, int column)
        where T : struct => reader.IsDBNull(column) ? null : reader.GetFieldValue<T>(column);

    private static NpgsqlCommand With(this NpgsqlCommand command, ReadOnlySpan<object?> values)
    {
        foreach (var value in values)
            command.Parameters.Add(new NpgsqlParameter { Value = value ?? DBNull.Value });
        return command;
    }
}
