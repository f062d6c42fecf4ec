using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Forecast.Training.Numerics;

/// <summary>
/// Blocks of <see cref="Count"/> series laid out time-major: a recursion over time is sequential, but the series are independent of each
/// other, so each lane of a vector is one series.
/// </summary>
internal static class Lanes
{
    /// <summary>Series per block.</summary>
    public static int Count => Vector<float>.Count;

    /// <summary>
    /// Copies rows of a series-major array into time-major vectors: lane l of <c>block[t]</c> becomes row l's value t. Lanes beyond
    /// the given rows get <paramref name="without"/>.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Load(ReadOnlySpan<float> rows, int count, int width, Span<Vector<float>> block, float without)
    {
        var flat = MemoryMarshal.Cast<Vector<float>, float>(block);
        int lanes = Count;
        for (int lane = 0; lane < lanes; lane++)
        {
            if (lane >= count)
            {
                for (int t = 0; t < width; t++)
                    flat[t * lanes + lane] = without;
                continue;
            }

            var row = rows.Slice(lane * width, width);
            for (int t = 0, at = lane; t < row.Length && (uint)at < (uint)flat.Length; t++, at += lanes)
                flat[at] = row[t];
        }
    }

    /// <summary>The inverse of <see cref="Load"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Store(ReadOnlySpan<Vector<float>> block, int count, int width, Span<float> rows)
    {
        var flat = MemoryMarshal.Cast<Vector<float>, float>(block);
        int lanes = Count;
        for (int lane = 0; lane < count; lane++)
        {
            var row = rows.Slice(lane * width, width);
            for (int t = 0, at = lane; t < row.Length && (uint)at < (uint)flat.Length; t++, at += lanes)
                row[t] = flat[at];
        }
    }

    /// <summary>All bits set where the value is a number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<int> Known(Vector<float> value) => Vector.Equals(value, value);

    /// <summary>The value where it is known, 0 elsewhere.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Where(Vector<int> mask, Vector<float> value) =>
        Vector.BitwiseAnd(value, Vector.AsVectorSingle(mask));
}
