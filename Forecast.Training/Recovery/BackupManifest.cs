using System.Text.Json;

namespace Forecast.Training.Recovery;

/// <summary>What a backup consists of, as its file manifest.json says: each file with its checksum.</summary>
/// <param name="Format">How to read it; this build writes and reads <see cref="CurrentFormat"/>.</param>
/// <param name="TakenAt">The instant of the database that it holds.</param>
/// <param name="Migration">The last migration of that database.</param>
/// <param name="Tables">Its tables, in an order in which no row refers to one of a later table.</param>
/// <param name="ForecastDays">The days of the parts of the forecasts, which are made before they are filled.</param>
/// <param name="Sequences">How far keys were given.</param>
/// <param name="Blobs">Stored models that its rows name.</param>
/// <param name="Missing">Those of them that were not there or not what was stored.</param>
public sealed record BackupManifest(
    int Format, DateTimeOffset TakenAt, string Migration, IReadOnlyList<BackupTable> Tables, IReadOnlyList<DateOnly> ForecastDays,
    IReadOnlyList<BackupSequence> Sequences, IReadOnlyList<BackupBlob> Blobs, IReadOnlyList<MissingBlob> Missing)
{
    /// <summary>The format of this build.</summary>
    public const int CurrentFormat = 1;

    /// <summary>Its name in the folder.</summary>
    public const string FileName = "manifest.json";

    private const string DigestName = FileName + ".sha256";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Rows of all tables.</summary>
    public long Rows => Tables.Sum(t => t.Rows);

    /// <summary>Reads that of a folder.</summary>
    /// <exception cref="RecoveryException">There is none, or it is not what was written.</exception>
    public static async Task<BackupManifest> ReadAsync(string folder, CancellationToken ct)
    {
        var file = Path.Combine(folder, FileName);
        if (!File.Exists(file))
            throw new RecoveryException($"There is no backup in {folder}: it has no {FileName}. Name the folder of one backup.");
        var written = await HashedFile.DigestAsync(file, ct);
        var digest = Path.Combine(folder, DigestName);
        if (!File.Exists(digest) || (await File.ReadAllTextAsync(digest, ct)).Split(' ')[0] != written)
            throw new RecoveryException($"{file} is not what was written: its checksum is not that of {DigestName}. Take another backup.");
        await using var stream = File.OpenRead(file);
        var manifest = await JsonSerializer.DeserializeAsync<BackupManifest>(stream, Json, ct);
        return manifest is { Format: CurrentFormat } known
            ? known
            : throw new RecoveryException($"{file} is of format {manifest?.Format}; this version reads {CurrentFormat}.");
    }

    /// <summary>Writes it, and its checksum in the words of sha256sum.</summary>
    public async Task WriteAsync(string folder, CancellationToken ct)
    {
        var file = Path.Combine(folder, FileName);
        await File.WriteAllBytesAsync(file, JsonSerializer.SerializeToUtf8Bytes(this, Json), ct);
        await File.WriteAllTextAsync(
            Path.Combine(folder, DigestName), $"{await HashedFile.DigestAsync(file, ct)}  {FileName}\n", ct);
    }
}

/// <summary>The rows of one table.</summary>
/// <param name="Name">Schema and table, as SQL writes them.</param>
/// <param name="Columns">Its columns, as SQL writes them.</param>
/// <param name="Rows">How many there are.</param>
/// <param name="File">Below the folder: PostgreSQL's binary COPY, packed by gzip.</param>
/// <param name="Sha256">Of the file, in hexadecimal.</param>
public sealed record BackupTable(string Name, string Columns, long Rows, string File, string Sha256);

/// <summary>A sequence and the last key that it gave.</summary>
/// <param name="Name">Schema and sequence, as SQL writes them.</param>
/// <param name="LastValue">The key.</param>
public sealed record BackupSequence(string Name, long LastValue);

/// <summary>A blob of the registry; its file has its name, below blobs/.</summary>
/// <param name="Name">Name in the container.</param>
/// <param name="Sha256">Of its bytes, in hexadecimal.</param>
public sealed record BackupBlob(string Name, string Sha256);

/// <summary>A blob that rows name and that is not there.</summary>
/// <param name="Name">Name in the container.</param>
/// <param name="Why">What is wrong with it, as the end of a sentence.</param>
public sealed record MissingBlob(string Name, string Why);
