using Npgsql;

namespace Forecast.Domain.Transport;

/// <summary>Notes that what regions show of transport is to be worked out anew; whoever watches over runs does it soon.</summary>
public static class TransportDue
{
    /// <summary>In every region, inside the current transaction.</summary>
    public static Task EverywhereAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        NoteAsync(connection, null, cancellationToken);

    /// <summary>In one region, inside the current transaction.</summary>
    public static Task InAsync(NpgsqlConnection connection, int regionId, CancellationToken cancellationToken) =>
        NoteAsync(connection, regionId, cancellationToken);

    private static async Task NoteAsync(NpgsqlConnection connection, int? regionId, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """
            INSERT INTO region_transport (region_id, is_due, route_days, route_stated, route_happened, store_days, store_stated,
                store_happened)
            SELECT id, true, '{}', '{}', '{}', '{}', '{}', '{}' FROM region WHERE $1::int IS NULL OR id = $1 ORDER BY id
            ON CONFLICT (region_id) DO UPDATE SET is_due = true
            """,
            connection)
        {
            Parameters = { new() { Value = (object?)regionId ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Integer } },
        };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
