using Npgsql;

namespace Forecast.Domain.Access;

/// <summary>Writes an entry by hand, in the transaction of what it is about: both are kept or neither.</summary>
public static class AuditInsert
{
    /// <summary>Adds the entry on a connection, inside its current transaction.</summary>
    public static async Task AddAsync(NpgsqlConnection connection, AuditEntry entry, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(entry);
        await using var command = new NpgsqlCommand(
            "INSERT INTO audit_entry (at, by, action, subject, detail) VALUES ($1, $2, $3, $4, $5)", connection)
        {
            Parameters =
            {
                new() { Value = entry.At.ToUniversalTime() },
                new() { Value = entry.By },
                new() { Value = entry.Action },
                new() { Value = entry.Subject },
                new() { Value = entry.Detail },
            },
        };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
