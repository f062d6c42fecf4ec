using System.IO.Compression;
using System.Security.Cryptography;

namespace Forecast.Training.Recovery;

/// <summary>Files whose checksum is taken while they are written, so that nothing is read twice.</summary>
internal static class HashedFile
{
    /// <summary>Writes a file packed by gzip and onto the disk; returns its SHA-256 in hexadecimal.</summary>
    public static async Task<string> WritePackedAsync(string path, Func<Stream, Task> writeAsync, CancellationToken ct)
    {
        using var hash = SHA256.Create();
        await using var file = File.Create(path);
        await using (var hashed = new CryptoStream(file, hash, CryptoStreamMode.Write, leaveOpen: true))
        {
            await using var packed = new GZipStream(hashed, CompressionLevel.Fastest);
            await writeAsync(packed);
        }

        await file.FlushAsync(ct);
        file.Flush(flushToDisk: true);
        return Convert.ToHexStringLower(hash.Hash!);
    }

    /// <summary>Reads what was packed.</summary>
    public static Stream OpenPacked(string path) => new GZipStream(File.OpenRead(path), CompressionMode.Decompress);

    /// <summary>SHA-256 of a file in hexadecimal.</summary>
    public static async Task<string> DigestAsync(string path, CancellationToken ct)
    {
        await using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(file, ct));
    }
}
