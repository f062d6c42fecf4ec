using System.Security.Cryptography;
using Forecast.Domain.Data;
using Forecast.Training.Registry;
using Forecast.Training.Runs;
using Forecast.Training.Runs.Planning;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql;

namespace Forecast.Training.Recovery;

/// <summary>
/// Brings a backup back into a database without tables: first everything is checked, then the blobs are stored, then the rows, all of them
/// or none. In this order no row is seen whose blob is not there yet. Afterwards the database is of the version that the backup was taken
/// of; `migrate` does the rest.
/// </summary>
/// <param name="owner">Connections of the owner of the tables.</param>
/// <param name="blobs">Where the blobs go.</param>
public sealed class Restoration(NpgsqlDataSource owner, ModelBlobs blobs)
{
    private const int BlobsAtOnce = 4;

    /// <summary>Restores one backup.</summary>
    /// <param name="folder">Its folder.</param>
    /// <param name="ct">Ends it; rows are there entirely or not at all.</param>
    /// <exception cref="RecoveryException">
    /// The backup is damaged or of a later version, or the database holds something already. Nothing was changed then.
    /// </exception>
    public async Task<RestoreReport> RunAsync(string folder, CancellationToken ct)
    {
        var manifest = await BackupManifest.ReadAsync(folder, ct);
        await using var db = new ForeactDb(new DbContextOptionsBuilder<ForeactDb>().UseNpgsql(owner).Options);
        DemandKnown(manifest, db);
        await DemandWholeAsync(manifest, folder, ct);
        await DemandEmptyAsync(ct);
        var missing = await StoreBlobsAsync(manifest, folder, ct);
        await db.GetService<IMigrator>().MigrateAsync(manifest.Migration, ct);
        await JobTables.PrepareAsync(owner, ct);
        await using var connection = await owner.OpenConnectionAsync(ct);
        await FillAsync(connection, manifest, folder, ct);
        await connection.Command("ANALYZE").Unhurried().ExecuteAsync(ct);
        return new RestoreReport(manifest, [.. manifest.Missing, .. missing], await AffectedAsync(connection, manifest, missing, ct));
    }

    private static void DemandKnown(BackupManifest manifest, ForeactDb db)
    {
        if (!db.Database.GetMigrations().Contains(manifest.Migration, StringComparer.Ordinal))
        {
            throw new RecoveryException(
                $"The backup was taken of a later version of the product: this one does not know {manifest.Migration}. Restore it with "
                    + "the version that wrote it, or a later one.");
        }
    }

    private static async Task DemandWholeAsync(BackupManifest manifest, string folder, CancellationToken ct)
    {
        foreach (var table in manifest.Tables)
        {
            var file = Path.Combine(folder, table.File);
            if (!File.Exists(file))
                throw new RecoveryException($"The backup lacks {table.File}. Nothing was changed; take another backup.");
            if (await HashedFile.DigestAsync(file, ct) != table.Sha256)
            {
                throw new RecoveryException(
                    $"{file} is not what was written: its checksum differs. Nothing was changed; take another backup.");
            }
        }
    }

    /// <summary>A database that is not there yet has nothing either; the migration makes it.</summary>
    private async Task DemandEmptyAsync(CancellationToken ct)
    {
        try
        {
            var found = await owner.Command(
                "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables WHERE schemaname IN (current_schema(), $1) LIMIT 1",
                JobTables.Schema).ScalarAsync<string>(ct);
            if (found is not null)
            {
                throw new RecoveryException(
                    $"The database holds tables already ({found}, for one). A backup is restored into an empty database, so that nothing "
                        + "is lost that you still need: make a new one and name it in the connection strings. Nothing was changed.");
            }
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InvalidCatalogName)
        {
            // No database, no tables.
        }
    }

    private async Task<IReadOnlyList<MissingBlob>> StoreBlobsAsync(BackupManifest manifest, string folder, CancellationToken ct)
    {
        var missing = new List<MissingBlob>();
        var options = new ParallelOptions { MaxDegreeOfParallelism = BlobsAtOnce, CancellationToken = ct };
        await Parallel.ForEachAsync(manifest.Blobs, options, async (blob, stop) =>
        {
            var file = Path.Combine(folder, Backup.Blobs, blob.Name);
            var bytes = File.Exists(file) ? await File.ReadAllBytesAsync(file, stop) : null;
            if (bytes is not null && Convert.ToHexStringLower(SHA256.HashData(bytes)) == blob.Sha256)
            {
                await blobs.UploadAsync(blob.Name, bytes, stop);
                return;
            }

            lock (missing)
                missing.Add(new(blob.Name, bytes is null ? "is not in the backup" : "is damaged in the backup"));
        });
        return [.. missing.OrderBy(b => b.Name, StringComparer.Ordinal)];
    }

    private static async Task FillAsync(NpgsqlConnection connection, BackupManifest manifest, string folder, CancellationToken ct)
    {
        await using var whole = await connection.BeginTransactionAsync(ct);
        foreach (var day in manifest.ForecastDays)
            await connection.Command("SELECT make_forecast_partition($1)", day).ExecuteAsync(ct);
        foreach (var table in manifest.Tables)
            await FillAsync(connection, table, folder, ct);
        foreach (var sequence in manifest.Sequences)
            await connection.Command("SELECT setval($1::regclass, $2)", sequence.Name, sequence.LastValue).ExecuteAsync(ct);
        await whole.CommitAsync(ct);
    }

    private static async Task FillAsync(NpgsqlConnection connection, BackupTable table, string folder, CancellationToken ct)
    {
        await using (var from = HashedFile.OpenPacked(Path.Combine(folder, table.File)))
        await using (var to = await connection.BeginRawBinaryCopyAsync(
            $"COPY {table.Name} ({table.Columns}) FROM STDIN (FORMAT BINARY)", ct))
        {
            await from.CopyToAsync(to, ct);
        }

        long rows = await connection.Command($"SELECT count(*) FROM {table.Name}").Unhurried().ScalarAsync<long>(ct);
        if (rows != table.Rows)
            throw new RecoveryException($"{table.Name} has {rows} rows instead of {table.Rows}. Nothing was kept of it.");
    }

    /// <summary>Whose state the missing blobs hold; a manifest of a version holds none.</summary>
    private static Task<List<string>> AffectedAsync(
        NpgsqlConnection connection, BackupManifest manifest, IReadOnlyList<MissingBlob> missing, CancellationToken ct) =>
        connection.Command(
            """
            SELECT format('%s: model %s of %s%s', a.blob_name, v.id, r.code,
                CASE WHEN EXISTS (SELECT FROM model_alias m WHERE m.model_version_id = v.id) THEN ', in use' ELSE '' END)
            FROM model_artifact a JOIN model_version v ON v.id = a.model_version_id JOIN region r ON r.id = v.region_id
            WHERE a.blob_name = ANY ($1) ORDER BY a.blob_name
            """,
            (object)manifest.Missing.Concat(missing).Select(m => m.Name).ToArray()).ListAsync(r => r.GetString(0), ct);
}
