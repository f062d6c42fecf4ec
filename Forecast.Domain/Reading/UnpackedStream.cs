namespace Forecast.Domain.Reading;

/// <summary>The bytes that a packed file unpacks to, up to a limit: a small file can unpack to more than any disk holds.</summary>
/// <param name="bytes">The unpacked bytes; closed with this.</param>
/// <param name="most">How many there may be.</param>
internal sealed class UnpackedStream(Stream bytes, long most) : IncomingStream
{
    private long read;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int count = await bytes.ReadAsync(buffer, cancellationToken);
        read += count;
        return read <= most
            ? count
            : throw new FileRefusedException($"The file unpacks to more than {most:N0} bytes. Load it in parts.");
    }

    public override async ValueTask DisposeAsync()
    {
        await bytes.DisposeAsync();
        await base.DisposeAsync();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            bytes.Dispose();
        base.Dispose(disposing);
    }
}
