using System.Buffers;

namespace Forecast.Web.Features.Api.Answers;

/// <summary>
/// What is written here is held until it is sent, so that a writer that does not wait can write to a caller that must be waited for. It
/// knows how far it was written: a Parquet file tells its readers at which bytes its columns begin.
/// </summary>
internal sealed class Outbox(Stream target) : Stream
{
    private readonly ArrayBufferWriter<byte> held = new();
    private long sent;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => sent + held.WrittenCount;

    public override long Position
    {
        get => Length;
        set => throw new NotSupportedException("What was written cannot be written again.");
    }

    /// <summary>Sends what is held.</summary>
    public async Task SendAsync(CancellationToken cancellationToken)
    {
        await target.WriteAsync(held.WrittenMemory, cancellationToken);
        sent += held.WrittenCount;
        held.ResetWrittenCount();
    }

    public override void Write(byte[] buffer, int offset, int count) => held.Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer) => held.Write(buffer);

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        Write(buffer, offset, count);
        return Task.CompletedTask;
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        held.Write(buffer.Span);
        return ValueTask.CompletedTask;
    }

    public override void Flush()
    {
        // Whoever sends says when.
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("It is for writing.");

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException("It is for writing.");

    public override void SetLength(long value) => throw new NotSupportedException("It is for writing.");
}
