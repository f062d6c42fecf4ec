using System.Globalization;
using Npgsql;

namespace Forecast.Training.Runs.Planning;

/// <summary>
/// The daily partitions of the series forecasts: made ahead, dropped as a whole. By functions of the database, for the product's role may
/// make and drop nothing itself.
/// </summary>
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
            await connection.Command("SELECT make_forecast_partition($1)", day).ExecuteAsync(ct);
            await transaction.CommitAsync(ct);
        }

        lastMade = day;
    }

    /// <summary>Drops the partitions before a day that no store shows or showed last; returns their names.</summary>
    public async Task<IReadOnlyList<string>> DropBeforeAsync(DateOnly day, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await connection.Command("SELECT pg_advisory_xact_lock($1)", LockKey).ExecuteAsync(ct);
        var names = await connection.Command("SELECT drop_forecast_partitions($1)", day).ListAsync(r => r.GetString(0), ct);
        await transaction.CommitAsync(ct);
        return names;
    }
}
