using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Forecast.Domain.Sales;

/// <summary>
/// Rows of history in PostgreSQL's binary COPY format, in one rented buffer. A year of a series is over a thousand numbers, so
/// they are laid out here in one pass instead of one call each.
/// </summary>
internal sealed class HistoryCopy : IDisposable
{
    /// <summary>Columns of <see cref="AddSeriesYear"/>.</summary>
    public const string SeriesColumns = "series_id, year, quantity, promotion, price, stocked_out";

    /// <summary>Columns of <see cref="AddStoreYear"/>.</summary>
    public const string StoreColumns = "store_id, year, open";

    private const int RealOid = 700;

    private byte[] buffer;
    private int length;

    public HistoryCopy(int capacity = 1 << 16) => buffer = ArrayPool<byte>.Shared.Rent(capacity);

    /// <summary>What a COPY starts with: signature, no flags, no extension.</summary>
    public static ReadOnlyMemory<byte> Header { get; } =
        (byte[])[.. "PGCOPY\n"u8, 0xFF, .. "\r\n\0"u8, 0, 0, 0, 0, 0, 0, 0, 0];

    /// <summary>What a COPY ends with.</summary>
    public static ReadOnlyMemory<byte> Trailer { get; } = new byte[] { 0xFF, 0xFF };

    /// <summary>The rows so far.</summary>
    public ReadOnlyMemory<byte> Rows => buffer.AsMemory(0, length);

    /// <summary>Bytes so far.</summary>
    public int Length => length;

    /// <summary>Forgets the rows and keeps the buffer.</summary>
    public void Clear() => length = 0;

    /// <summary>Adds a row of series_year; an empty span is NULL, that is a year of which nothing is known.</summary>
    public void AddSeriesYear(
        int series, int year, ReadOnlySpan<float> quantity, ReadOnlySpan<float> promotion, ReadOnlySpan<float> price,
            ReadOnlySpan<float> stockedOut)
    {
        Start(fields: 6, series, year);
        Add(quantity);
        Add(promotion);
        Add(price);
        Add(stockedOut);
    }

    /// <summary>Adds a row of store_year.</summary>
    public void AddStoreYear(int store, int year, ReadOnlySpan<float> open)
    {
        Start(fields: 3, store, year);
        Add(open);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(buffer);
        buffer = [];
    }

    private void Start(short fields, int key, int year)
    {
        var row = Take(2 + 8 + 6);
        BinaryPrimitives.WriteInt16BigEndian(row, fields);
        BinaryPrimitives.WriteInt32BigEndian(row[2..], sizeof(int));
        BinaryPrimitives.WriteInt32BigEndian(row[6..], key);
        BinaryPrimitives.WriteInt32BigEndian(row[10..], sizeof(short));
        BinaryPrimitives.WriteInt16BigEndian(row[14..], (short)year);
    }

    private void Add(ReadOnlySpan<float> values)
    {
        if (values.IsEmpty)
        {
            BinaryPrimitives.WriteInt32BigEndian(Take(4), -1);
            return;
        }

        // Dimensions, nulls, element type, size and lower bound, then each number behind its own length.
        int bytes = 20 + 8 * values.Length;
        var field = Take(4 + bytes);
        BinaryPrimitives.WriteInt32BigEndian(field, bytes);
        BinaryPrimitives.WriteInt32BigEndian(field[4..], 1);
        BinaryPrimitives.WriteInt32BigEndian(field[8..], 0);
        BinaryPrimitives.WriteInt32BigEndian(field[12..], RealOid);
        BinaryPrimitives.WriteInt32BigEndian(field[16..], values.Length);
        BinaryPrimitives.WriteInt32BigEndian(field[20..], 1);
        var elements = MemoryMarshal.Cast<byte, ulong>(field[24..]);
        var bits = MemoryMarshal.Cast<float, uint>(values);
        for (int i = 0; i < bits.Length; i++)
        {
            ulong element = ((ulong)sizeof(float) << 32) | bits[i];
            elements[i] = BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(element) : element;
        }
    }

    private Span<byte> Take(int bytes)
    {
        if (length + bytes > buffer.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(2 * buffer.Length, length + bytes));
            buffer.AsSpan(0, length).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(buffer);
            buffer = larger;
        }

        length += bytes;
        return buffer.AsSpan(length - bytes, bytes);
    }
}
