using System.Security.Cryptography;

namespace Forecast.Domain.Reading;

/// <summary>
/// A file that may be read several times, as its first rows may ask for all others. Counted, digested and unpacked, a workbook turned into
/// rows of text; the source is left open.
/// </summary>
internal sealed class LoadFile : IAsyncDisposable
{
    /// <summary>Two thousand million rows of sales; nobody's file of one load has as many.</summary>
    private const long MostUnpacked = 1L << 36;

    private readonly Stream source;
    private readonly string? sheet;
    private readonly long mostUnpacked;
    private readonly long start;
    private LoadStream? stream;
    private Stream? unpacked;
    private Stream? ofWorkbook;

    /// <summary>Begins where the source stands.</summary>
    /// <param name="source">The file; it must be able to seek.</param>
    /// <param name="sheet">The sheet of a workbook; null for its first.</param>
    /// <param name="mostUnpacked">Bytes that a packed file may unpack to.</param>
    public LoadFile(Stream source, string? sheet, long mostUnpacked = MostUnpacked)
    {
        this.source = source;
        this.sheet = sheet;
        this.mostUnpacked = mostUnpacked;
        start = source.Position;
    }

    /// <summary>Whether it is a workbook; known once it was opened.</summary>
    public bool IsWorkbook => ofWorkbook is not null;

    /// <summary>Bytes taken from the source in this reading; may be asked from another thread.</summary>
    public long BytesRead => ofWorkbook is null ? stream?.BytesRead ?? 0 : source.Length - start;

    /// <summary>The unpacked bytes from the beginning; what was opened before is closed.</summary>
    public async Task<Stream> OpenAsync(CancellationToken cancellationToken)
    {
        await CloseAsync();
        source.Position = start;
        if (ofWorkbook is null)
        {
            stream = await LoadStream.OpenAsync(source, cancellationToken);
            if (!stream.IsArchive)
            {
                unpacked = stream.IsPacked ? stream.Unpack(mostUnpacked) : null;
                return unpacked ?? stream;
            }

            await CloseAsync();
            source.Position = start;
            ofWorkbook = await WorkbookText.OfAsync(source, sheet, cancellationToken);
        }

        ofWorkbook.Position = 0;
        stream = await LoadStream.OpenAsync(ofWorkbook, cancellationToken);
        return stream;
    }

    /// <summary>Reads what is left and returns the digest of all bytes of the file, in hexadecimal.</summary>
    public async Task<string> FinishAsync(CancellationToken cancellationToken)
    {
        if (ofWorkbook is null)
            return await stream!.FinishAsync(cancellationToken);
        source.Position = start;
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(source, cancellationToken));
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        if (ofWorkbook is not null)
            await ofWorkbook.DisposeAsync();
    }

    private async Task CloseAsync()
    {
        if (unpacked is not null)
            await unpacked.DisposeAsync();
        if (stream is not null)
            await stream.DisposeAsync();
        (unpacked, stream) = (null, null);
    }
}
