using System.Numerics;
using System.Runtime.Intrinsics;

namespace Forecast.Training.Boosting;

/// <summary>
/// How one feature's values become bins. Numbers: bin b holds the values above border b − 1 and up to border b. Categories: one bin per
/// code, the rarest sharing the last one. NaN, and a category not seen when the bins were made, go to the bin <see cref="Missing"/>.
/// </summary>
internal sealed class FeatureBins
{
    /// <summary>The bin of NaN. Fixed, so that a split is a plain set of bins.</summary>
    internal const int Missing = 255;

    /// <summary>Most bins that hold values.</summary>
    internal const int MostValueBins = 255;

    private const int Step = 16;

    private readonly float[] search; // borders padded to 256 with +∞
    private readonly float[] landmarks = new float[Step]; // the last of each sixteen of them
    private readonly byte[]? categoryBins; // parallel to Borders, which then holds the codes in ascending order

    private FeatureBins(float[] borders, byte[]? categoryBins, int count)
    {
        Borders = borders;
        this.categoryBins = categoryBins;
        Count = count;
        search = new float[256];
        Array.Fill(search, float.PositiveInfinity);
        if (categoryBins is null)
            borders.CopyTo(search, 0);
        for (int i = 0; i < Step; i++)
            landmarks[i] = search[(Step * i) + Step - 1];
    }

    /// <summary>Ascending upper borders of all value bins but the last; for a categorical feature the known codes.</summary>
    internal float[] Borders { get; }

    /// <summary>Bins that hold values, that of NaN not counted.</summary>
    internal int Count { get; }

    internal bool IsCategorical => categoryBins is not null;

    internal ReadOnlySpan<byte> CategoryBins => categoryBins;

    /// <summary>Bins of equal weight from a sample of values (reordered); where there are few distinct values, one bin for each.</summary>
    internal static FeatureBins OfNumbers(Span<float> sample, int mostBins)
    {
        int n = MoveNumbersToFront(sample);
        var values = sample[..n];
        values.Sort();

        var borders = new List<float>(mostBins);
        int distinct = 0;
        for (int i = 0; i < n; i++)
            distinct += i == 0 || values[i] != values[i - 1] ? 1 : 0;

        long filled = 0;
        for (int i = 0; i < n && borders.Count < mostBins - 1;)
        {
            int next = i + 1;
            while (next < n && values[next] == values[i])
                next++;
            filled += next - i;
            if (next == n)
                break;

            // A value that alone is heavier than a bin moves the later borders, so that the rest is still split evenly.
            bool close = distinct <= mostBins || filled * (mostBins - borders.Count) >= n - next + filled;
            if (close)
            {
                borders.Add(Between(values[next - 1], values[next]));
                filled = 0;
            }

            i = next;
        }

        return new FeatureBins([.. borders], null, borders.Count + 1);
    }

    /// <summary>One bin per category code; beyond <see cref="MostValueBins"/> codes the rarest share the last bin.</summary>
    internal static FeatureBins OfCategories(ReadOnlySpan<float> sample, int mostBins)
    {
        var counts = new Dictionary<float, int>();
        foreach (float code in sample)
        {
            if (!float.IsNaN(code))
                counts[code] = counts.GetValueOrDefault(code) + 1;
        }

        var byWeight = counts.OrderByDescending(c => c.Value).ThenBy(c => c.Key).Select(c => c.Key).ToArray();
        var codes = byWeight.Order().ToArray();
        var own = byWeight.Length <= mostBins ? codes : byWeight.Take(mostBins - 1).Order().ToArray();
        var bins = new byte[codes.Length];
        for (int i = 0; i < codes.Length; i++)
        {
            int at = Array.BinarySearch(own, codes[i]);
            bins[i] = (byte)(at >= 0 ? at : mostBins - 1);
        }

        return new FeatureBins(codes, bins, Math.Max(1, Math.Min(codes.Length, mostBins)));
    }

    internal static FeatureBins FromParts(float[] borders, byte[]? categoryBins, int count) => new(borders, categoryBins, count);

    internal int Of(float value)
    {
        if (float.IsNaN(value))
            return Missing;
        if (categoryBins is not null)
        {
            int at = Array.BinarySearch(Borders, value);
            return at >= 0 ? categoryBins[at] : Missing;
        }

        unsafe
        {
            fixed (float* borders = search, coarse = landmarks)
                return Search(borders, coarse, value);
        }
    }

    /// <summary>
    /// Bins of a strided column: reads every <paramref name="step"/>-th value, writes every <paramref name="stride"/>-th byte.
    /// </summary>
    internal unsafe void Fill(float* values, int step, byte* bins, int stride, int rows)
    {
        if (categoryBins is not null)
        {
            for (int r = 0; r < rows; r++, values += step, bins += stride)
                *bins = (byte)Of(*values);
            return;
        }

        fixed (float* borders = search, coarse = landmarks)
        {
            for (int r = 0; r < rows; r++, values += step, bins += stride)
                *bins = (byte)Search(borders, coarse, *values);
        }
    }

    /// <summary>
    /// How many borders lie below the value: first among every sixteenth, then among sixteen neighbours. Two comparisons of whole vectors
    /// where halving takes eight steps, each waiting for the one before.
    /// </summary>
    private static unsafe int Search(float* borders, float* coarse, float value)
    {
        if (float.IsNaN(value))
            return Missing;
        var wanted = Vector512.Create(value);
        int block = Step * BitOperations.PopCount(Vector512.LessThan(Vector512.Load(coarse), wanted).ExtractMostSignificantBits());
        return block + BitOperations.PopCount(Vector512.LessThan(Vector512.Load(borders + block), wanted).ExtractMostSignificantBits());
    }

    private static int MoveNumbersToFront(Span<float> values)
    {
        int n = 0;
        foreach (float v in values)
        {
            if (!float.IsNaN(v))
                values[n++] = v;
        }

        return n;
    }

    /// <summary>
    /// A border in [low, high): the middle where there is one, so that values between the two seen ones go to the nearer side.
    /// </summary>
    private static float Between(float low, float high)
    {
        float middle = (low * 0.5f) + (high * 0.5f);
        return middle >= low && middle < high ? middle : low;
    }
}
