using System.Runtime.Intrinsics;

namespace Forecast.Training.Boosting;

/// <summary>Quantised rows, one byte per feature, feature after feature.</summary>
internal sealed class BinnedColumns(FeatureBins[] features, int rows)
{
    /// <summary>Rows there is room for.</summary>
    internal int Rows { get; } = rows;

    /// <summary>Bytes from one feature to the next: a vector of rows may be read from any row on.</summary>
    internal int Stride { get; } = rows + Vector256<byte>.Count;

    /// <summary>Pinned.</summary>
    internal byte[] Bins { get; } =
        GC.AllocateUninitializedArray<byte>(checked((rows + Vector256<byte>.Count) * features.Length), pinned: true);

    /// <summary>Quantises row-major values (rows × features) into the first rows.</summary>
    internal unsafe void Fill(ReadOnlySpan<float> values)
    {
        int count = values.Length / features.Length;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Rows);
        fixed (float* from = values)
        fixed (byte* to = Bins)
        {
            for (int f = 0; f < features.Length; f++)
                features[f].Fill(from + f, features.Length, to + ((long)f * Stride), 1, count);
        }
    }
}
