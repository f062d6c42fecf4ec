using System.IO.Compression;
using System.Security.Cryptography;

namespace Forecast.Domain.Reading;

/// <summary>
/// The bytes of a file on their way in: counted, digested, and unpacked when they are gzip, whatever the file is called. The source is left
/// open.
/// </summary>
internal sealed class LoadStream : IncomingStream
{
    private const int PeekedBytes = 4;

    private readonly Stream source;
    private readonly IncrementalHash digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] peeked = new byte[PeekedBytes];
    private int peekedLength;
    private int peekedRead;
    private long bytesRead;

    private LoadStream(Stream source) => this.source = source;

    /// <summary>Bytes taken from the source; may be asked from another thread.</summary>
    public long BytesRead => Interlocked.Read(ref bytesRead);

    /// <summary>Looks at the first bytes; throws when they are those of a workbook that cannot be read.</summary>
    public static async Task<LoadStream> OpenAsync(Stream source, CancellationToken cancellationToken)
    {
        var stream = new LoadStream(source);
        while (stream.peekedLength < PeekedBytes)
        {
            int read = await stream.ReadSourceAsync(stream.peeked.AsMemory(stream.peekedLength), cancellationToken);
            if (read == 0)
                break;
            stream.peekedLength += read;
        }

        if (stream.peekedLength == 0)
            throw new FileRefusedException("The file is empty. Check the export that wrote it.");
        if (stream.Starts([0xD0, 0xCF, 0x11, 0xE0]))
            throw new FileRefusedException(
                "This is a workbook of an old kind (.xls) or one with a password. Save it as .xlsx without a password, or as CSV.");
        return stream;
    }

    /// <summary>Whether the bytes are a ZIP archive, as workbooks are.</summary>
    public bool IsArchive => Starts([(byte)'P', (byte)'K', 3, 4]);

    /// <summary>Whether the bytes are gzip.</summary>
    public bool IsPacked => Starts([0x1F, 0x8B]);

    /// <summary>The unpacked bytes; closing them leaves this stream open.</summary>
    /// <param name="most">How many there may be; reading more refuses the file.</param>
    public Stream Unpack(long most) => new UnpackedStream(new GZipStream(this, CompressionMode.Decompress, leaveOpen: true), most);

    /// <summary>Reads what is left and returns the digest of all bytes, in hexadecimal.</summary>
    public async Task<string> FinishAsync(CancellationToken cancellationToken)
    {
        var rest = new byte[4096];
        while (await ReadAsync(rest, cancellationToken) > 0)
        {
        }

        return Convert.ToHexStringLower(digest.GetHashAndReset());
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (peekedRead < peekedLength)
        {
            int count = Math.Min(buffer.Length, peekedLength - peekedRead);
            peeked.AsSpan(peekedRead, count).CopyTo(buffer.Span);
            peekedRead += count;
            return count;
        }

        return await ReadSourceAsync(buffer, cancellationToken);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            digest.Dispose();
        base.Dispose(disposing);
    }

    private bool Starts(ReadOnlySpan<byte> magic) => peeked.AsSpan(0, peekedLength).StartsWith(magic);

    private async ValueTask<int> ReadSourceAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        int read;
        try
        {
            read = await source.ReadAsync(buffer, cancellationToken);
        }
        catch (IOException e)
        {
            throw new FileRefusedException(
                $"The file broke off after {BytesRead:N0} bytes ({e.Message}). Nothing of it was stored; load it again.", e);
        }

        digest.AppendData(buffer.Span[..read]);
        Interlocked.Add(ref bytesRead, read);
        return read;
    }
}
