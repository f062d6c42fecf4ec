namespace Forecast.Training.Boosting;

/// <summary>
/// Rows to learn from: quantised features, targets and optional weights. Build it in one call from a matrix, or block by block with
/// <see cref="BoostingRows(BoostingFeatures, int, bool)"/> and <see cref="Set"/>, so that raw features never lie in memory as a whole.
/// </summary>
public sealed class BoostingRows
{
    /// <summary>Room for <paramref name="rows"/> rows; fill it with <see cref="Set"/>.</summary>
    public BoostingRows(BoostingFeatures features, int rows, bool weighted = false)
    {
        ArgumentNullException.ThrowIfNull(features);
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        Features = features;
        Binned = new BinnedRows(features.Bins, rows);
        Target = new float[rows];
        Weight = weighted ? new float[rows] : null;
    }

    /// <summary>The features and how they are quantised.</summary>
    public BoostingFeatures Features { get; }

    /// <summary>Number of rows.</summary>
    public int Rows => Target.Length;

    internal BinnedRows Binned { get; }

    internal float[] Target { get; }

    internal float[]? Weight { get; }

    /// <summary>Quantises a row-major matrix (rows × features).</summary>
    /// <param name="features">As made from these rows or from others.</param>
    /// <param name="values">Rows × features; NaN where unknown.</param>
    /// <param name="target">One finite value per row.</param>
    /// <param name="weight">One finite value per row, not negative; empty if all are alike.</param>
    /// <param name="threads">Threads to use.</param>
    public static BoostingRows From(
        BoostingFeatures features, ReadOnlyMemory<float> values, ReadOnlyMemory<float> target, ReadOnlyMemory<float> weight = default,
        int threads = 1)
    {
        var rows = new BoostingRows(features, target.Length, !weight.IsEmpty);
        if ((long)target.Length * features.Count != values.Length)
            throw new ArgumentException($"{target.Length} rows of {features.Count} features need {(long)target.Length * features.Count} "
                + $"values; there are {values.Length}.", nameof(values));
        Check(0, target.Span);
        const int Block = 4096;
        Parallel.For(0, (target.Length + Block - 1) / Block, new ParallelOptions { MaxDegreeOfParallelism = threads }, b =>
        {
            int from = b * Block, count = Math.Min(Block, target.Length - from);
            rows.Set(from, values.Span.Slice(from * features.Count, count * features.Count), target.Span.Slice(from, count),
                weight.IsEmpty ? default : weight.Span.Slice(from, count));
        });
        return rows;
    }

    /// <summary>
    /// Sets a block of rows starting at row <paramref name="first"/>; different blocks may be set by different threads at once.
    /// </summary>
    public void Set(int first, ReadOnlySpan<float> values, ReadOnlySpan<float> target, ReadOnlySpan<float> weight = default)
    {
        if (values.Length != target.Length * Features.Count)
            throw new ArgumentException($"{target.Length} rows of {Features.Count} features need {target.Length * Features.Count} values; "
                + $"there are {values.Length}.", nameof(values));
        Check(first, target);
        Binned.Fill(first, values);
        target.CopyTo(Target.AsSpan(first));
        if (Weight is null)
            return;
        if (weight.Length != target.Length)
            throw new ArgumentException($"{target.Length} rows need as many weights; there are {weight.Length}.", nameof(weight));
        if (weight.IndexOfAnyExceptInRange(0, float.MaxValue) is >= 0 and var bad)
            throw new ArgumentException(
                $"The weight of row {first + bad} is {weight[bad]}; weights are finite and not negative.", nameof(weight));
        weight.CopyTo(Weight.AsSpan(first));
    }

    private static void Check(int first, ReadOnlySpan<float> target)
    {
        if (target.IndexOfAnyExceptInRange(float.MinValue, float.MaxValue) is >= 0 and var bad)
            throw new ArgumentException($"The target of row {first + bad} is {target[bad]}; targets are finite.", nameof(target));
    }
}
