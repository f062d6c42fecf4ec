namespace Forecast.Web.Features.Api.Answers;

/// <summary>A stream that knows how far it was written: a Parquet file tells its readers at which bytes its columns begin.</summary>
internal sealed class CountedStream(Stream target) : Stream
{
    private long written;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => written;

    public override long Position
    {
        get => written;
        set => throw new NotSupportedException("What was sent cannot be written again.");
    }

    public override void Flush() => target.Flush();

    public override Task FlushAsync(CancellationToken cancellationToken) => target.FlushAsync(cancellationToken);

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("It is for writing.");

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException("It is for writing.");

    public override void SetLength(long value) => throw new NotSupportedException("It is for writing.");

    public override void Write(byte[] buffer, int offset, int count)
    {
        target.Write(buffer, offset, count);
        written += count;
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await target.WriteAsync(buffer, cancellationToken);
        written += buffer.Length;
    }

    public override async Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        await WriteAsync(buffer.AsMemory(offset, count), cancellationToken);
}
