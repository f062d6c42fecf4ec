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
        Bins = GC.AllocateUninitializedArray<byte>(checked(rows * features.Length), pinned: true);
    }

    internal FeatureBins[] Features { get; }

    internal int Rows { get; }

    /// <summary>Bytes from one row to the next.</summary>
    internal int Stride => Features.Length;

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

    /// <summary>The same bins feature after feature, for what reads one feature of many rows.</summary>
    internal unsafe BinnedColumns Transposed(WorkerTeam team)
    {
        var columns = new BinnedColumns(Features, Rows);
        team.Ranges(Rows, BlockRows, (begin, end) =>
        {
            fixed (byte* from = Bins, to = columns.Bins)
            {
                for (int block = begin; block < end; block += BlockRows)
                {
                    for (int f = 0; f < Features.Length; f++)
                    {
                        byte* cell = from + ((long)block * Stride) + f;
                        byte* column = to + ((long)f * columns.Stride);
                        for (int r = block; r < Math.Min(end, block + BlockRows); r++, cell += Stride)
                            column[r] = *cell;
                    }
                }
            }
        });
        return columns;
    }
}
