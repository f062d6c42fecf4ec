namespace Forecast.Domain.Forecasts;

/// <summary>
/// Scores of a point forecast (Hyndman and Koehler, 2006; Makridakis et al., 2022). Days without an actual (NaN) do not count.
/// A score whose denominator is zero is undefined: null, never a perfect zero.
/// </summary>
public static class PointAccuracy
{
    /// <summary>Σ|actual − predicted| ÷ Σ|actual|, a ratio; null where nothing was sold.</summary>
    public static double? Wape(ReadOnlySpan<float> actual, ReadOnlySpan<float> predicted)
    {
        CheckLengths(actual, predicted);
        double missed = 0, demand = 0;
        for (int i = 0; i < actual.Length; i++)
        {
            if (float.IsNaN(actual[i]))
                continue;
            missed += Math.Abs((double)actual[i] - predicted[i]);
            demand += Math.Abs(actual[i]);
        }

        return demand == 0 ? null : missed / demand;
    }

    /// <summary>Σ(predicted − actual) ÷ Σ|actual|; positive means over-forecast; null where nothing was sold.</summary>
    public static double? Bias(ReadOnlySpan<float> actual, ReadOnlySpan<float> predicted)
    {
        CheckLengths(actual, predicted);
        double over = 0, demand = 0;
        for (int i = 0; i < actual.Length; i++)
        {
            if (float.IsNaN(actual[i]))
                continue;
            over += (double)predicted[i] - actual[i];
            demand += Math.Abs(actual[i]);
        }

        return demand == 0 ? null : over / demand;
    }

    /// <summary>Mean |residual| ÷ <paramref name="scale"/> of <see cref="NaiveScales"/>; null without actuals or scale.</summary>
    public static double? Mase(ReadOnlySpan<float> actual, ReadOnlySpan<float> predicted, double? scale)
    {
        CheckLengths(actual, predicted);
        double missed = 0;
        int days = 0;
        for (int i = 0; i < actual.Length; i++)
        {
            if (float.IsNaN(actual[i]))
                continue;
            missed += Math.Abs((double)actual[i] - predicted[i]);
            days++;
        }

        return days == 0 || scale is not > 0 ? null : missed / days / scale;
    }

    /// <summary>√(mean residual² ÷ <paramref name="scale"/>) of <see cref="NaiveScales"/>; null without actuals or scale.</summary>
    public static double? Rmsse(ReadOnlySpan<float> actual, ReadOnlySpan<float> predicted, double? scale)
    {
        CheckLengths(actual, predicted);
        double missed = 0;
        int days = 0;
        for (int i = 0; i < actual.Length; i++)
        {
            if (float.IsNaN(actual[i]))
                continue;
            double residual = (double)actual[i] - predicted[i];
            missed += residual * residual;
            days++;
        }

        return days == 0 || scale is not > 0 ? null : Math.Sqrt(missed / days / scale.Value);
    }

    internal static void CheckLengths(ReadOnlySpan<float> actual, ReadOnlySpan<float> predicted)
    {
        if (actual.Length != predicted.Length)
            throw new ArgumentException($"Got {predicted.Length} predictions for {actual.Length} actuals.", nameof(predicted));
    }
}
