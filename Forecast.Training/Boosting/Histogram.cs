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

    /// <summary>Rows whose cache lines, with the group's histogram, stay in the first-level cache while all groups pass over them.</summary>
    private const int BlockRows = 384;

    /// <summary>Adds the given rows to the histograms of groups [firstGroup, endGroup).</summary>
    internal static void Add(byte* bins, int stride, int* rowIds, int count, long* packed, int firstGroup, int endGroup, long* histogram)
    {
        byte** rows = stackalloc byte*[BlockRows];
        long* gradients = stackalloc long[BlockRows];
        int first = firstGroup * Group;
        for (int done = 0; done < count; done += BlockRows)
        {
            int n = Math.Min(BlockRows, count - done);
            for (int i = 0; i < n; i++)
            {
                int row = rowIds[done + i];
                byte* at = bins + ((long)row * stride) + first;
                rows[i] = at;
                gradients[i] = packed[row];
                if (Sse.IsSupported)
                    Sse.Prefetch0(at);
            }

            for (int g = firstGroup; g < endGroup; g++)
                AddGroup(rows, (g * Group) - first, n, gradients, histogram + ((long)g * Group * Width));
        }
    }

    private static void AddGroup(byte** rows, int offset, int count, long* gradients, long* h)
    {
        for (int i = 0; i < count; i++)
        {
            uint word = *(uint*)(rows[i] + offset);
            long g = gradients[i];
            h[(byte)word] += g;
            h[(int)((word >> 8) & 255) + Width] += g;
            h[(int)((word >> 16) & 255) + (2 * Width)] += g;
            h[(int)(word >> 24) + (3 * Width)] += g;
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
