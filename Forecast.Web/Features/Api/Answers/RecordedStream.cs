namespace Forecast.Web.Features.Api.Answers;

/// <summary>Passes on what is written and keeps a copy of it, up to a length; of what is longer it keeps nothing.</summary>
internal sealed class RecordedStream(Stream target, int longest) : Stream
{
    private MemoryStream? copy = new();

    /// <summary>All that was written; null where that is too long.</summary>
    public ReadOnlyMemory<byte>? Written => copy?.GetBuffer().AsMemory(0, (int)copy.Length);

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException("It is for writing.");

    public override long Position
    {
        get => throw new NotSupportedException("It is for writing.");
        set => throw new NotSupportedException("It is for writing.");
    }

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("Callers must be waited for.");

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (copy is not null && copy.Length + buffer.Length > longest)
            copy = null;
        copy?.Write(buffer.Span);
        return target.WriteAsync(buffer, cancellationToken);
    }

    public override void Flush() => throw new NotSupportedException("Callers must be waited for.");

    public override Task FlushAsync(CancellationToken cancellationToken) => target.FlushAsync(cancellationToken);

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("It is for writing.");

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException("It is for writing.");

    public override void SetLength(long value) => throw new NotSupportedException("It is for writing.");
}
