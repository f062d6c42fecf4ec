using System.Numerics;
using System.Runtime.InteropServices;

namespace Forecast.Domain.Forecasts;

/// <summary>
/// In-sample naive residuals that MASE and RMSSE divide by, from the first sale on; pairs with a missing day do not count.
/// </summary>
/// <param name="Absolute">Mean |y[t] − y[t − seasonality]|; null where it does not exist or is zero.</param>
/// <param name="Squared">Mean (y[t] − y[t − 1])²; likewise.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct NaiveScales(double? Absolute, double? Squared)
{
    /// <summary>Scales of one history (NaN = not loaded) that ends at the origin.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The seasonality is not positive.</exception>
    public static NaiveScales Of(ReadOnlySpan<float> history, int seasonality)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(seasonality);
        int first = 0;
        while (first < history.Length && !(history[first] > 0))
            first++;

        var known = history[first..];
        var (absolute, seasonalPairs) = Differences(known, seasonality, squares: false);
        var (squared, pairs) = Differences(known, 1, squares: true);
        return new NaiveScales(absolute > 0 ? absolute / seasonalPairs : null, squared > 0 ? squared / pairs : null);
    }

    /// <summary>Sum of the sizes or squares of the differences between days a lag apart, and how many are known.</summary>
    private static (double Sum, int Pairs) Differences(ReadOnlySpan<float> history, int lag, bool squares)
    {
        if (lag >= history.Length)
            return (0, 0);
        ReadOnlySpan<float> later = history[lag..], earlier = history[..^lag];
        Vector<double> low = Vector<double>.Zero, high = Vector<double>.Zero;
        var pairs = Vector<int>.Zero;
        int t = 0;
        for (; t <= later.Length - Vector<float>.Count; t += Vector<float>.Count)
        {
            var difference = new Vector<float>(later[t..]) - new Vector<float>(earlier[t..]);
            var known = Vector.Equals(difference, difference);
            difference = Vector.ConditionalSelect(known, difference, Vector<float>.Zero);
            Vector.Widen(difference, out var first, out var second);
            low += squares ? first * first : Vector.Abs(first);
            high += squares ? second * second : Vector.Abs(second);
            pairs -= known;
        }

        double sum = Vector.Sum(low + high);
        int count = Vector.Sum(pairs);
        for (; t < later.Length; t++)
        {
            double difference = (double)later[t] - earlier[t];
            if (double.IsNaN(difference))
                continue;
            sum += squares ? difference * difference : Math.Abs(difference);
            count++;
        }

        return (sum, count);
    }
}
