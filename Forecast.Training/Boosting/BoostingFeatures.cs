namespace Forecast.Training.Boosting;

/// <summary>Names of the features and the bins their values fall into; made once from a sample of rows and kept with the trees.</summary>
public sealed class BoostingFeatures
{
    /// <summary>Rows looked at to place the borders of bins; a quantile is then off by some 0.2 % of the rows.</summary>
    public const int SampleRows = 65_536;

    internal BoostingFeatures(string[] names, FeatureBins[] bins)
    {
        Names = names;
        Bins = bins;
    }

    /// <summary>One name per feature, in the order of the columns.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Number of features.</summary>
    public int Count => Bins.Length;

    internal FeatureBins[] Bins { get; }

    /// <summary>Places the bins by a seeded sample of the rows.</summary>
    /// <param name="names">One per column.</param>
    /// <param name="values">Row-major, rows × features; NaN where unknown.</param>
    /// <param name="categorical">Columns that hold category codes (whole numbers) rather than quantities.</param>
    /// <param name="bins">Bins per feature at most, 2 to 255, that of NaN not counted.</param>
    /// <param name="seed">Seed of the sample.</param>
    /// <param name="threads">Threads to use.</param>
    public static BoostingFeatures From(
        IReadOnlyList<string> names, ReadOnlyMemory<float> values, IReadOnlySet<int>? categorical = null, int bins = 255, ulong seed = 1,
        int threads = 1)
    {
        ArgumentNullException.ThrowIfNull(names);
        ArgumentOutOfRangeException.ThrowIfLessThan(bins, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bins, FeatureBins.MostValueBins);
        int width = names.Count;
        if (width == 0 || values.Length % width != 0)
            throw new ArgumentException($"{values.Length} values are no whole number of rows of {width} features.", nameof(values));

        var sample = Sample(values.Length / width, seed);
        var made = new FeatureBins[width];
        Parallel.For(0, width, new ParallelOptions { MaxDegreeOfParallelism = threads }, f =>
        {
            var span = values.Span;
            var column = new float[sample.Length];
            for (int i = 0; i < column.Length; i++)
                column[i] = span[(int)(((long)sample[i] * width) + f)];
            made[f] = categorical?.Contains(f) == true ? FeatureBins.OfCategories(column, bins) : FeatureBins.OfNumbers(column, bins);
        });
        return new BoostingFeatures([.. names], made);
    }

    /// <summary>All rows if there are few, else one from each of as many strata: ascending, so that memory is read in order.</summary>
    private static int[] Sample(int rows, ulong seed)
    {
        if (rows <= SampleRows)
            return [.. Enumerable.Range(0, rows)];
        var sample = new int[SampleRows];
        for (int i = 0; i < sample.Length; i++)
        {
            long from = (long)rows * i / SampleRows, to = (long)rows * (i + 1) / SampleRows;
            sample[i] = (int)(from + (long)(RowSample.Mix(seed + ((ulong)i * 0x9E3779B97F4A7C15)) % (ulong)(to - from)));
        }

        return sample;
    }
}
