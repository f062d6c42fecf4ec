using System.Numerics;
using System.Runtime.Intrinsics.X86;

namespace Forecast.Training.Boosting;

/// <summary>
/// Sums of gradient and hessian per feature and bin. Both are quantised to integers and packed into one 64-bit word (gradient in the
/// upper, hessian in the lower half; Shi et al. 2022, "Quantized Training of Gradient Boosting Decision Trees", here with some eleven bits
/// and more), so that one addition to memory counts a row. Integer sums do not depend on the order of addition: any
/// number of threads gives the same trees, bit for bit, and the sibling by subtraction is exact.
/// </summary>
internal static unsafe class Histogram
{
    /// <summary>Features counted in one pass over a block of rows.</summary>
    internal const int Group = 4;

    /// <summary>Words per feature.</summary>
    internal const int Width = 256;

    /// <summary>
    /// Rows whose cache lines, with the group's histogram, stay in the first-level cache while all groups pass over them.
    /// </summary>
    private const int BlockRows = 384;

    private const int CacheLine = 64;

    /// <summary>
    /// Adds the given rows to the histograms of the features at positions [first, end) of the list; both are multiples of
    /// <see cref="Group"/>.
    /// </summary>
    /// <param name="bins">Quantised rows.</param>
    /// <param name="stride">Bytes from one row to the next.</param>
    /// <param name="rowIds">Rows to count.</param>
    /// <param name="count">Number of them.</param>
    /// <param name="packed">Gradient and hessian per row of the data.</param>
    /// <param name="features">Ascending features; the histogram has one place per position of this list.</param>
    /// <param name="first">First position.</param>
    /// <param name="end">Position after the last.</param>
    /// <param name="histogram">Place of position 0.</param>
    internal static void Add(
        byte* bins, int stride, int* rowIds, int count, long* packed, int* features, int first, int end, long* histogram)
    {
        byte** rows = stackalloc byte*[BlockRows];
        long* gradients = stackalloc long[BlockRows];
        byte* start = bins + features[first];
        int last = features[end - 1] - features[first];
        for (int done = 0; done < count; done += BlockRows)
        {
            int n = Math.Min(BlockRows, count - done);
            for (int i = 0; i < n; i++)
            {
                int row = rowIds[done + i];
                byte* at = start + ((long)row * stride);
                rows[i] = at;
                gradients[i] = packed[row];
                if (Sse.IsSupported)
                {
                    for (int line = 0; line < last; line += CacheLine)
                        Sse.Prefetch0(at + line);
                    Sse.Prefetch0(at + last);
                }
            }

            for (int f = first; f < end; f += Group)
                AddGroup(rows, n, gradients, features + f, features[first], histogram + ((long)f * Width));
        }
    }

    private static void AddGroup(byte** rows, int count, long* gradients, int* features, int origin, long* h)
    {
        nint a = features[0] - origin, b = features[1] - origin, c = features[2] - origin, d = features[3] - origin;
        for (int i = 0; i < count; i++)
        {
            byte* row = rows[i];
            long g = gradients[i];
            h[row[a]] += g;
            h[row[b] + Width] += g;
            h[row[c] + (2 * Width)] += g;
            h[row[d] + (3 * Width)] += g;
        }
    }

    /// <summary>larger = parent − smaller, written over the parent.</summary>
    internal static void Subtract(long* parent, long* smaller, int length)
    {
        for (int i = 0; i < length; i += Vector<long>.Count)
            Vector.Store(Vector.Load(parent + i) - Vector.Load(smaller + i), parent + i);
    }

    internal static long Pack(int gradient, uint hessian) => ((long)gradient << 32) + hessian;

    internal static int Gradient(long packed) => (int)(packed >> 32);

    internal static uint Hessian(long packed) => (uint)packed;
}
