using Hangfire.PostgreSql;
using Npgsql;

namespace Forecast.Training.Runs.Planning;

/// <summary>Where Hangfire keeps its jobs, and how it is told to.</summary>
public static class JobTables
{
    /// <summary>Schema of Hangfire's tables.</summary>
    public const string Schema = "hangfire";

    /// <summary>A worker that has not been heard of for this long has lost its job to another.</summary>
    internal static readonly TimeSpan Invisibility = TimeSpan.FromSeconds(10);

    /// <summary>Keeps two migrations at the same time apart; Hangfire's own installer does not.</summary>
    private const long LockKey = 0x0F0EAC71;

    internal static PostgreSqlStorageOptions Options => new()
    {
        SchemaName = Schema,
        PrepareSchemaIfNecessary = false, // Only the migration may change tables.
        StartupConnectionMaxRetries = 0, // A database that is away at the start is tried again by the servers themselves.
        AllowDegradedModeWithoutStorage = false,
        EnableLongPolling = true,
        QueuePollInterval = TimeSpan.FromSeconds(1), // A wake-up may be lost; this is what it costs then.
        UseSlidingInvisibilityTimeout = true,
        InvisibilityTimeout = Invisibility,
        DistributedLockTimeout = Invisibility, // A killed process leaves its locks behind; they must not last longer than its jobs.
        EnableTransactionScopeEnlistment = true,
    };

    /// <summary>Creates Hangfire's tables, or brings them to the version of this build.</summary>
    public static async Task PrepareAsync(NpgsqlDataSource database, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(database);
        await using var connection = await database.OpenConnectionAsync(ct);
        await connection.Command("SELECT pg_advisory_lock($1)", LockKey).ExecuteAsync(ct);
        PostgreSqlObjectsInstaller.Install(connection, Schema);
        // After a failure the lock goes with the connection, which is reset before anybody else gets it.
        await connection.Command("SELECT pg_advisory_unlock($1)", LockKey).ExecuteAsync(ct);
    }
}
