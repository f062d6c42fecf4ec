namespace Forecast.Domain.Reading;

/// <summary>
/// A file that may be read several times, as its first rows may ask for all others. Counted, digested and unpacked; the source is left
/// open.
/// </summary>
internal sealed class LoadFile : IAsyncDisposable
{
    private readonly Stream source;
    private readonly long start;
    private LoadStream? stream;
    private Stream? unpacked;

    /// <summary>Begins where the source stands.</summary>
    /// <param name="source">The file; it must be able to seek.</param>
    public LoadFile(Stream source)
    {
        this.source = source;
        start = source.Position;
    }

    /// <summary>Bytes taken from the source in this reading; may be asked from another thread.</summary>
    public long BytesRead => stream?.BytesRead ?? 0;

    /// <summary>The unpacked bytes from the beginning; what was opened before is closed.</summary>
    public async Task<Stream> OpenAsync(CancellationToken cancellationToken)
    {
        await CloseAsync();
        source.Position = start;
        stream = await LoadStream.OpenAsync(source, cancellationToken);
        unpacked = stream.IsPacked ? stream.Unpack() : null;
        return unpacked ?? stream;
    }

    /// <summary>Reads what is left and returns the digest of all bytes, in hexadecimal.</summary>
    public Task<string> FinishAsync(CancellationToken cancellationToken) => stream!.FinishAsync(cancellationToken);

    public async ValueTask DisposeAsync() => await CloseAsync();

    private async Task CloseAsync()
    {
        if (unpacked is not null)
            await unpacked.DisposeAsync();
        if (stream is not null)
            await stream.DisposeAsync();
        (unpacked, stream) = (null, null);
    }
}
