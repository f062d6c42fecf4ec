using Npgsql;

namespace Forecast.Domain.Sales;

/// <summary>One writer of history at a time: an advisory lock that ends with its transaction, and so also with its process.</summary>
public static class HistoryLock
{
    private const long Key = 0x466F7265_53616C65; // "ForeSale"

    /// <summary>Takes the lock if it is free.</summary>
    public static async Task<bool> TryTakeAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            "SELECT pg_try_advisory_xact_lock($1)", connection)
        { Parameters = { new() { Value = Key } } };
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>Waits for the lock, however long the other writer takes.</summary>
    public static async Task TakeAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT pg_advisory_xact_lock($1)", connection)
        {
            Parameters = { new() { Value = Key } },
            CommandTimeout = 0,
        };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
