using System.Buffers;
using System.Buffers.Binary;

namespace Forecast.Training.History;

/// <summary>
/// Reads rows of numbers and real[] from PostgreSQL's binary COPY format. History is hundreds of millions of numbers, so they are decoded
/// straight into the panel's arrays, without an array or an object per row.
/// </summary>
internal sealed class HistoryRows(Stream stream) : IDisposable
{
    /// <summary>No row is longer: four arrays of a leap year are 12 KB.</summary>
    private const int LongestRow = 1 << 15;

    private const int HeaderLength = 19;

    private byte[] buffer = ArrayPool<byte>.Shared.Rent(1 << 19);
    private int position;
    private int filled;
    private bool ended;
    private bool started;

    /// <summary>Goes to the next row; false after the last one.</summary>
    /// <exception cref="InvalidDataException">The stream is not what PostgreSQL sends.</exception>
    public async ValueTask<bool> ReadAsync(CancellationToken ct)
    {
        if (!ended && filled - position < LongestRow)
            await FillAsync(ct);
        if (!started)
            SkipHeader();
        return ReadInt16() >= 0;
    }

    /// <summary>The next field as an integer of four bytes.</summary>
    public int ReadInt32Field() => ReadInt32() == sizeof(int) ? ReadInt32() : throw Malformed("an integer");

    /// <summary>The next field as an integer of two bytes.</summary>
    public short ReadInt16Field() => ReadInt32() == sizeof(short) ? ReadInt16() : throw Malformed("a short integer");

    /// <summary>The elements of the next field, an array; empty for NULL. Valid until the next row is read.</summary>
    public ArrayElements ReadArrayField()
    {
        int length = ReadInt32();
        return length < 0 ? default : ArrayElements.Parse(Take(length));
    }

    /// <inheritdoc />
    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(buffer);
        buffer = [];
    }

    private async ValueTask FillAsync(CancellationToken ct)
    {
        buffer.AsSpan(position, filled - position).CopyTo(buffer);
        filled -= position;
        position = 0;
        while (filled < buffer.Length)
        {
            int read = await stream.ReadAsync(buffer.AsMemory(filled), ct);
            ended = read == 0;
            if (ended)
                return;
            filled += read;
            if (filled >= LongestRow)
                return;
        }
    }

    private void SkipHeader()
    {
        if (!Take(HeaderLength).StartsWith("PGCOPY\n"u8))
            throw Malformed("a header");
        started = true;
    }

    private short ReadInt16() => BinaryPrimitives.ReadInt16BigEndian(Take(sizeof(short)));

    private int ReadInt32() => BinaryPrimitives.ReadInt32BigEndian(Take(sizeof(int)));

    private ReadOnlySpan<byte> Take(int length)
    {
        if (filled - position < length)
            throw Malformed("more data");
        position += length;
        return buffer.AsSpan(position - length, length);
    }

    private static InvalidDataException Malformed(string expected) =>
        new($"The database's binary COPY does not hold {expected} where it should.");
}
