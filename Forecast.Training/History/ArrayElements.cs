using System.Buffers.Binary;

namespace Forecast.Training.History;

/// <summary>
/// The elements of a one-dimensional real[] or integer[] as PostgreSQL sends them: each behind its own length, big-endian.
/// </summary>
internal readonly ref struct ArrayElements
{
    /// <summary>Dimensions, null flag, element type, size and lower bound.</summary>
    private const int Prefix = 20;

    /// <summary>Length and value.</summary>
    private const int ElementLength = 8;

    private readonly ReadOnlySpan<byte> elements;

    private ArrayElements(ReadOnlySpan<byte> elements) => this.elements = elements;

    /// <summary>Number of elements; 0 for NULL.</summary>
    public int Length => elements.Length / ElementLength;

    /// <summary>Reads a field's bytes.</summary>
    /// <exception cref="InvalidDataException">More than one dimension, or elements that are NULL: history says NaN instead.</exception>
    public static ArrayElements Parse(ReadOnlySpan<byte> field)
    {
        int dimensions = BinaryPrimitives.ReadInt32BigEndian(field);
        if (dimensions == 0)
            return default;
        int length = BinaryPrimitives.ReadInt32BigEndian(field[12..]);
        if (dimensions != 1 || field.Length != Prefix + ElementLength * length)
            throw new InvalidDataException(
                $"Expected one dimension of {length} numbers without NULL, got {dimensions} and {field.Length} bytes.");
        return new ArrayElements(field[Prefix..]);
    }

    /// <summary>An element of an integer[].</summary>
    public int Whole(int index) => (int)BinaryPrimitives.ReadUInt64BigEndian(elements[(index * ElementLength)..]);

    /// <summary>
    /// Copies elements of a real[] from <paramref name="from"/> on into the target; the target's length must be available.
    /// </summary>
    public void CopyTo(int from, Span<float> target)
    {
        var source = elements.Slice(from * ElementLength, target.Length * ElementLength);
        for (int i = 0; i < target.Length; i++)
            target[i] = BitConverter.UInt32BitsToSingle((uint)BinaryPrimitives.ReadUInt64BigEndian(source[(i * ElementLength)..]));
    }
}
