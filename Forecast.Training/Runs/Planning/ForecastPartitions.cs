using System.Globalization;
using Npgsql;

namespace Forecast.Training.Runs.Planning;

/// <summary>The daily partitions of the series forecasts: made ahead, dropped as a whole.</summary>
internal sealed class ForecastPartitions(NpgsqlDataSource database)
{
    /// <summary>Serialises the making and dropping of partitions over all replicas.</summary>
    private const long LockKey = 0x0F0EAC70;

    private DateOnly lastMade;

    /// <summary>Name of a day's partition.</summary>
    public static string NameOf(DateOnly day) => string.Create(CultureInfo.InvariantCulture, $"series_forecast_{day:yyyyMMdd}");

    /// <summary>Makes a day's partition unless it is there.</summary>
    public async Task EnsureAsync(DateOnly day, CancellationToken ct)
    {
        if (day == lastMade)
            return;
        await using var connection = await database.OpenConnectionAsync(ct);
        // Asked first, because making one locks the whole table for a moment even if it is there.
        bool there = await connection.Command("SELECT to_regclass($1) IS NOT NULL", NameOf(day)).ScalarAsync<bool>(ct);
        if (!there)
        {
            await using var transaction = await connection.BeginShortAsync(ct);
            await connection.Command("SELECT pg_advisory_xact_lock($1)", LockKey).ExecuteAsync(ct);
            var sql = string.Create(CultureInfo.InvariantCulture,
                $"CREATE TABLE IF NOT EXISTS {NameOf(day)} PARTITION OF series_forecast FOR VALUES FROM ('{day:yyyy-MM-dd}') TO "
                    + $"('{day.AddDays(1):yyyy-MM-dd}')");
            await connection.Command(sql).ExecuteAsync(ct);
            await transaction.CommitAsync(ct);
        }

        lastMade = day;
    }

    /// <summary>Drops the partitions before a day that no store shows or showed last; returns their names.</summary>
    public async Task<IReadOnlyList<string>> DropBeforeAsync(DateOnly day, CancellationToken ct)
    {
        const string unneeded = """
            SELECT child.relname FROM pg_inherits
            JOIN pg_class child ON child.oid = pg_inherits.inhrelid
            WHERE pg_inherits.inhparent = 'series_forecast'::regclass AND child.relname < $1
              AND NOT EXISTS (
                SELECT 1 FROM current_forecast c
                JOIN forecast_version v ON v.id IN (c.version_id, c.previous_version_id)
                WHERE child.relname = 'series_forecast_' || to_char(v.partition, 'YYYYMMDD'))
            """;
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await connection.Command("SELECT pg_advisory_xact_lock($1)", LockKey).ExecuteAsync(ct);
        var names = await connection.Command(unneeded, NameOf(day)).ListAsync(r => r.GetString(0), ct);
        foreach (var name in names)
            await connection.Command($"DROP TABLE {name}").ExecuteAsync(ct);
        await transaction.CommitAsync(ct);
        return names;
    }
}
