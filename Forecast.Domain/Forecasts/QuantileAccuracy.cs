namespace Forecast.Domain.Forecasts;

/// <summary>Scores of quantile forecasts. Days without an actual (NaN) do not count.</summary>
public static class QuantileAccuracy
{
    /// <summary>
    /// Mean of max(q·r, (q − 1)·r), r = actual − predicted, in units sold (Koenker and Bassett, 1978); null without actuals.
    /// </summary>
    public static double? Pinball(QuantileLevel level, ReadOnlySpan<float> actual, ReadOnlySpan<float> predicted)
    {
        ArgumentNullException.ThrowIfNull(level);
        PointAccuracy.CheckLengths(actual, predicted);
        double loss = 0;
        int days = 0;
        for (int i = 0; i < actual.Length; i++)
        {
            if (float.IsNaN(actual[i]))
                continue;
            double residual = (double)actual[i] - predicted[i];
            loss += Math.Max(level.Probability * residual, (level.Probability - 1) * residual);
            days++;
        }

        return days == 0 ? null : loss / days;
    }

    /// <summary>Share of actuals inside [lower, upper], bounds included; null without actuals.</summary>
    public static double? Coverage(ReadOnlySpan<float> actual, ReadOnlySpan<float> lower, ReadOnlySpan<float> upper)
    {
        PointAccuracy.CheckLengths(actual, lower);
        PointAccuracy.CheckLengths(actual, upper);
        int inside = 0, days = 0;
        for (int i = 0; i < actual.Length; i++)
        {
            if (float.IsNaN(actual[i]))
                continue;
            days++;
            if (actual[i] >= lower[i] && actual[i] <= upper[i])
                inside++;
        }

        return days == 0 ? null : (double)inside / days;
    }
}
