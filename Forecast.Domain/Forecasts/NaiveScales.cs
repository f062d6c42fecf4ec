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

        double absolute = 0, squared = 0;
        int seasonalPairs = 0, pairs = 0;
        for (int t = first + 1; t < history.Length; t++)
        {
            double step = (double)history[t] - history[t - 1];
            if (!double.IsNaN(step))
            {
                squared += step * step;
                pairs++;
            }

            if (t - seasonality < first)
                continue;
            double season = (double)history[t] - history[t - seasonality];
            if (!double.IsNaN(season))
            {
                absolute += Math.Abs(season);
                seasonalPairs++;
            }
        }

        return new NaiveScales(absolute > 0 ? absolute / seasonalPairs : null, squared > 0 ? squared / pairs : null);
    }
}
