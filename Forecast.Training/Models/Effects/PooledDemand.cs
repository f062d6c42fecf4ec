using System.Numerics;
using System.Runtime.CompilerServices;
using Forecast.Training.Numerics;
using Forecast.Training.Panels;

namespace Forecast.Training.Models.Effects;

/// <summary>
/// The daily demand of a pool of series, each as a multiple of its own mean from its first sale on, so that large sellers do not speak for
/// all.
/// </summary>
internal sealed class PooledDemand(int days)
{
    /// <summary>Daily values beyond this multiple of a series' mean are absurd; they must not be everyone's.</summary>
    private const float MostRatio = 20;

    private static readonly Vector<float> Nothing = Vector<float>.Zero;

    // Room for whole vectors beyond the last day, which nothing counts on.
    private readonly float[] sum = new float[days + Vector<float>.Count], count = new float[days + Vector<float>.Count],
        promoted = new float[days + Vector<float>.Count];

    /// <summary>Adds what one series sold, as far as it is known.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add(Panel panel, int series)
    {
        int known = panel.Days + panel.Horizon, first = 0;
        var quantity = panel.Sold.AsSpan(series * panel.Days, days);
        while (first < days && !(quantity[first] > 0))
            first++;
        quantity = quantity[first..];
        var open = panel.Open is null ? default : panel.Open.AsSpan(series * known + first, quantity.Length);
        var stockedOut = panel.StockedOut is null ? default : panel.StockedOut.AsSpan(series * panel.Days + first, quantity.Length);
        var promotion = panel.Promotion is null ? default : panel.Promotion.AsSpan(series * known + first, quantity.Length);
        Vector<float> total = Nothing, counted = Nothing;
        for (int t = 0; t < quantity.Length; t += Vector<float>.Count)
        {
            var y = At(quantity, t);
            var one = Counts(y, open, stockedOut, t);
            total += Vector.ConditionalSelect(Vector.GreaterThan(one, Nothing), y, Nothing);
            counted += one;
        }

        float all = Vector.Sum(total);
        if (!(all > 0))
            return;
        var scale = new Vector<float>(Vector.Sum(counted) / all);
        for (int t = 0; t < quantity.Length; t += Vector<float>.Count)
        {
            var y = At(quantity, t);
            var one = Counts(y, open, stockedOut, t);
            AddTo(sum.AsSpan(first + t), Vector.ConditionalSelect(
                Vector.GreaterThan(one, Nothing), Vector.Min(new Vector<float>(MostRatio), y * scale), Nothing));
            AddTo(count.AsSpan(first + t), one);
            if (!promotion.IsEmpty)
                AddTo(promoted.AsSpan(first + t), Vector.ConditionalSelect(Vector.GreaterThan(At(promotion, t), Nothing), one, Nothing));
        }
    }

    /// <summary>
    /// Mean multiple per day; NaN where only a handful of series is known, which says more about them than about the day.
    /// </summary>
    public double[] Mean()
    {
        float enough = Math.Max(1, 0.1f * count.Max());
        return [.. Enumerable.Range(0, days).Select(t => count[t] >= enough ? (double)sum[t] / count[t] : double.NaN)];
    }

    /// <summary>Share of the known series in promotion per day.</summary>
    public double[] PromotedShare() => [.. Enumerable.Range(0, days).Select(t => count[t] > 0 ? (double)promoted[t] / count[t] : 0)];

    /// <summary>1 where the quantity is a number, the store was not closed and the shelf not empty.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> Counts(Vector<float> quantity, ReadOnlySpan<float> open, ReadOnlySpan<float> stockedOut, int day)
    {
        var finite = Vector.LessThanOrEqual(Vector.Abs(quantity), new Vector<float>(float.MaxValue));
        var one = Lanes.Where(finite, Vector<float>.One);
        if (!stockedOut.IsEmpty)
            one = Vector.ConditionalSelect(Vector.GreaterThan(At(stockedOut, day), Nothing), Nothing, one);
        return open.IsEmpty ? one : Vector.ConditionalSelect(Vector.Equals(At(open, day), Nothing), Nothing, one);
    }

    /// <summary>Values from <paramref name="at"/> on; NaN beyond the end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> At(ReadOnlySpan<float> row, int at) =>
        at + Vector<float>.Count <= row.Length ? new Vector<float>(row[at..]) : Last(row[at..]);

    private static Vector<float> Last(ReadOnlySpan<float> rest)
    {
        Span<float> padded = stackalloc float[Vector<float>.Count];
        padded.Fill(float.NaN);
        rest.CopyTo(padded);
        return new Vector<float>(padded);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddTo(Span<float> sums, Vector<float> values) => (new Vector<float>(sums) + values).CopyTo(sums);
}
