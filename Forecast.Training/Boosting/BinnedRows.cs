namespace Forecast.Training.Boosting;

/// <summary>
/// Quantised rows, one byte per feature, row after row. All features of a row lie together, so that a leaf whose rows are
/// scattered costs one or two cache lines per row and not one per row and feature.
/// </summary>
internal sealed class BinnedRows
{
    private const int BlockRows = 256;

    internal BinnedRows(FeatureBins[] features, int rows)
    {
        Features = features;
        Rows = rows;
        // Whole groups of features, so that a kernel reads one word per group; the padding is bin 0 of features that do not exist.
        Stride = (features.Length + Histogram.Group - 1) / Histogram.Group * Histogram.Group;
        Bins = GC.AllocateArray<byte>(checked(rows * Stride), pinned: true);
    }

    internal FeatureBins[] Features { get; }

    internal int Rows { get; }

    /// <summary>Bytes from one row to the next: the number of features rounded up to whole groups.</summary>
    internal int Stride { get; }

    /// <summary>Pinned.</summary>
    internal byte[] Bins { get; }

    /// <summary>Quantises row-major values (rows × features) into the rows from <paramref name="first"/> on.</summary>
    internal unsafe void Fill(int first, ReadOnlySpan<float> values)
    {
        int width = Features.Length;
        int rows = values.Length / width;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(first + rows, Rows);
        fixed (float* from = values)
        fixed (byte* to = Bins)
        {
            for (int r = 0; r < rows; r += BlockRows)
            {
                int count = Math.Min(BlockRows, rows - r);
                for (int f = 0; f < width; f++)
                    Features[f].Fill(from + ((long)r * width) + f, width, to + ((long)(first + r) * Stride) + f, Stride, count);
            }
        }
    }
}
