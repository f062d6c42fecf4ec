using System.Data;
using System.Globalization;
using System.Security.Cryptography;
using Forecast.Training.Registry;
using Forecast.Training.Runs;
using Npgsql;

namespace Forecast.Training.Recovery;

/// <summary>
/// Writes all that an installation knows into a folder: first the database as it was at one instant, then the blobs that its rows name. In
/// this order each of them exists, for a blob is stored before the row that names it. Nobody has to stop meanwhile.
/// </summary>
/// <param name="database">Connections for all regions; those of the product will do.</param>
/// <param name="blobs">The registry's blobs.</param>
/// <param name="clock">Names the folder.</param>
public sealed class Backup(NpgsqlDataSource database, ModelBlobs blobs, TimeProvider clock)
{
    /// <summary>What the name of every backup starts with.</summary>
    internal const string Prefix = "foreact-";

    /// <summary>Folder of the blobs within a backup.</summary>
    internal const string Blobs = "blobs";

    private const string Time = "yyyyMMdd'T'HHmmss'Z'";
    private const string Unfinished = ".partial";
    private const int BlobsAtOnce = 4;

    private const string Named = """
        SELECT blob_name, length, sha256 FROM model_artifact UNION SELECT blob_name, length, sha256 FROM refit_artifact ORDER BY 1
        """;

    /// <summary>Writes one; the folder has its name only once it is whole.</summary>
    /// <param name="place">Where backups lie; made if it is not there.</param>
    /// <param name="ct">Ends it.</param>
    /// <returns>The folder and what is in it.</returns>
    /// <exception cref="RecoveryException">The database has no migration, or tables that cannot be put in order.</exception>
    public async Task<(string Folder, BackupManifest Manifest)> WriteAsync(string place, CancellationToken ct)
    {
        var name = Prefix + clock.GetUtcNow().UtcDateTime.ToString(Time, CultureInfo.InvariantCulture);
        var folder = Path.Combine(place, name + Unfinished);
        Directory.CreateDirectory(Path.Combine(folder, Blobs));
        var (manifest, named, complete) = await DatabaseAsync(folder, ct);
        var (kept, missing) = await BlobsAsync(folder, named, complete, ct);
        manifest = manifest with { Blobs = kept, Missing = missing };
        await manifest.WriteAsync(folder, ct);
        var whole = Path.Combine(place, name);
        Directory.Move(folder, whole);
        return (whole, manifest);
    }

    /// <summary>Removes backups that are older than so many days, and those that were never finished; returns their names.</summary>
    public IReadOnlyList<string> RemoveOlder(string place, int days)
    {
        var oldest = clock.GetUtcNow().UtcDateTime.AddDays(-days);
        var removed = new List<string>();
        foreach (var folder in Directory.GetDirectories(place, Prefix + "*").Order(StringComparer.Ordinal))
        {
            var name = Path.GetFileName(folder);
            var time = name[Prefix.Length..].Replace(Unfinished, "", StringComparison.Ordinal);
            if (!DateTime.TryParseExact(time, Time, CultureInfo.InvariantCulture, DateTimeStyles.None, out var taken) || taken >= oldest)
                continue;
            Directory.Delete(folder, recursive: true);
            removed.Add(name);
        }

        return removed;
    }

    private async Task<(BackupManifest Manifest, List<(BackupBlob Blob, long Length)> Named, List<long> Complete)> DatabaseAsync(
        string folder, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var instant = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, ct);
        await connection.Command("SET TRANSACTION READ ONLY").ExecuteAsync(ct);
        var taken = new DateTimeOffset(await connection.Command("SELECT now()").ScalarAsync<DateTime>(ct));
        var migration = await connection.Command("""SELECT max("MigrationId") FROM "__EFMigrationsHistory" """).ScalarAsync<string>(ct)
            ?? throw new RecoveryException("The database has no tables yet; there is nothing to keep.");
        var tables = new List<BackupTable>();
        foreach (var (name, columns) in await TableList.ReadAsync(connection, ct))
            tables.Add(await TableAsync(connection, folder, name, columns, ct));
        var days = await connection.Command(
            """
            SELECT to_date(right(child.relname, 8), 'YYYYMMDD') FROM pg_inherits JOIN pg_class child ON child.oid = inhrelid
            WHERE inhparent = 'series_forecast'::regclass ORDER BY 1
            """).ListAsync(r => r.GetFieldValue<DateOnly>(0), ct);
        var sequences = await connection.Command(
            """
            SELECT format('%I.%I', schemaname, sequencename), last_value FROM pg_sequences
            WHERE schemaname IN (current_schema(), 'hangfire') AND last_value IS NOT NULL ORDER BY 1
            """).ListAsync(r => new BackupSequence(r.GetString(0), r.GetInt64(1)), ct);
        var named = await connection.Command(Named)
            .ListAsync(r => (new BackupBlob(r.GetString(0), r.GetString(2)), r.GetInt64(1)), ct);
        var complete = await connection.Command("SELECT id FROM model_version WHERE completed_at IS NOT NULL ORDER BY id")
            .ListAsync(r => r.GetInt64(0), ct);
        var manifest = new BackupManifest(BackupManifest.CurrentFormat, taken, migration, tables, days, sequences, [], []);
        return (manifest, named, complete);
    }

    private static async Task<BackupTable> TableAsync(
        NpgsqlConnection connection, string folder, string name, string columns, CancellationToken ct)
    {
        long rows = await connection.Command($"SELECT count(*) FROM {name}").Unhurried().ScalarAsync<long>(ct);
        var file = $"{name.Replace("\"", "", StringComparison.Ordinal)}.copy.gz";
        var digest = await HashedFile.WritePackedAsync(
            Path.Combine(folder, file),
            async to =>
            {
                await using var from = await connection.BeginRawBinaryCopyAsync(
                    $"COPY (SELECT {columns} FROM {name}) TO STDOUT (FORMAT BINARY)", ct);
                await from.CopyToAsync(to, ct);
            },
            ct);
        return new BackupTable(name, columns, rows, file, digest);
    }

    /// <summary>What is missing does not keep the rest from being kept: it is named.</summary>
    private async Task<(IReadOnlyList<BackupBlob> Kept, IReadOnlyList<MissingBlob> Missing)> BlobsAsync(
        string folder, List<(BackupBlob Blob, long Length)> named, List<long> complete, CancellationToken ct)
    {
        var kept = new List<BackupBlob>();
        var missing = new List<MissingBlob>();
        var wanted = named.Select(n => (n.Blob.Name, Sha256: (string?)n.Blob.Sha256))
            .Concat(complete.Select(version => (Name: ModelRegistry.ManifestName(version), Sha256: (string?)null)));
        var options = new ParallelOptions { MaxDegreeOfParallelism = BlobsAtOnce, CancellationToken = ct };
        await Parallel.ForEachAsync(wanted, options, async (blob, stop) =>
        {
            var bytes = await blobs.DownloadAsync(blob.Name, stop);
            var digest = bytes is null ? null : Convert.ToHexStringLower(SHA256.HashData(bytes));
            if (bytes is null || (blob.Sha256 is not null && blob.Sha256 != digest))
            {
                lock (missing)
                    missing.Add(new(blob.Name, bytes is null ? "is not in the container" : "is not what was stored"));
                return;
            }

            var file = Path.Combine(folder, Blobs, blob.Name);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            await File.WriteAllBytesAsync(file, bytes, stop);
            lock (kept)
                kept.Add(new(blob.Name, digest!));
        });
        return ([.. kept.OrderBy(b => b.Name, StringComparer.Ordinal)], [.. missing.OrderBy(b => b.Name, StringComparer.Ordinal)]);
    }
}
