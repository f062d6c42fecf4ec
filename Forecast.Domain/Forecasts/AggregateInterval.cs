namespace Forecast.Domain.Forecasts;

/// <summary>
/// Split-conformal interval of an aggregate (a store, a category, any selection of them) from its own backtest sums. Quantiles
/// do not add up, so an aggregate is calibrated at its own level (Vovk et al., 2005; Lei et al., 2018).
/// </summary>
/// <remarks>
/// Residuals are taken relative to the predicted sum, so that a band follows the weekday pattern. They are pooled over neighbouring
/// steps until at least <see cref="EnoughResiduals"/> are at hand, asymmetric, with the finite-sample level p·(1 + 1/n).
/// </remarks>
public static class AggregateInterval
{
    /// <summary>Residuals wanted for one step before neighbouring steps stop being pooled.</summary>
    public const int EnoughResiduals = 40;

    /// <summary>The interval between two levels around a mean path.</summary>
    /// <param name="lower">Level of the lower end, for example 0.1.</param>
    /// <param name="upper">Level of the upper end, for example 0.9.</param>
    /// <param name="mean">Mean path of the selection, one value per step of the horizon, in units.</param>
    /// <param name="backtestActual">origins × horizon actual sums; NaN where not known.</param>
    /// <param name="backtestPredicted">origins × horizon predicted sums.</param>
    /// <param name="origins">Number of backtest origins; 0 gives a band of ± 100 % around the mean, for want of evidence.</param>
    /// <exception cref="ArgumentException">Lengths do not fit, or the levels cross.</exception>
    public static QuantileBand At(
        QuantileLevel lower,
        QuantileLevel upper,
        ReadOnlySpan<float> mean,
        ReadOnlySpan<float> backtestActual,
        ReadOnlySpan<float> backtestPredicted,
        int origins)
    {
        ArgumentNullException.ThrowIfNull(lower);
        ArgumentNullException.ThrowIfNull(upper);
        ArgumentOutOfRangeException.ThrowIfNegative(origins);
        int horizon = mean.Length;
        if (backtestActual.Length != origins * horizon || backtestPredicted.Length != origins * horizon)
        {
            throw new ArgumentException(
                $"Expected {origins} origins × {horizon} steps, got {backtestActual.Length} actual and {backtestPredicted.Length} predicted sums.",
                nameof(backtestActual));
        }

        if (lower.Probability >= upper.Probability)
            throw new ArgumentException($"The lower level {lower.Probability} is not below the upper level {upper.Probability}.", nameof(lower));

        var band = new QuantileBand(new float[horizon], new float[horizon]);
        var residuals = new List<double>(Math.Max(EnoughResiduals, origins) * 3);
        for (int step = 0; step < horizon; step++)
        {
            Collect(residuals, step, horizon, backtestActual, backtestPredicted, origins);
            residuals.Sort();
            double m = Math.Max(0, double.IsFinite(mean[step]) ? mean[step] : 0);
            double low = Rank(residuals, lower.Probability, -1), high = Rank(residuals, upper.Probability, 1);
            band.Lower[step] = (float)Math.Max(0, m * (1 + low));
            band.Upper[step] = (float)Math.Max(band.Lower[step], m * (1 + high));
        }

        return band;
    }

    private static void Collect(
        List<double> residuals, int step, int horizon, ReadOnlySpan<float> actual, ReadOnlySpan<float> predicted, int origins)
    {
        residuals.Clear();
        for (int reach = 0; reach < horizon && residuals.Count < EnoughResiduals; reach++)
        {
            for (int side = -1; side <= 1; side += 2)
            {
                int at = step + side * reach;
                if (at < 0 || at >= horizon || (reach == 0 && side > 0))
                    continue;
                for (int o = 0; o < origins; o++)
                {
                    double a = actual[o * horizon + at], p = predicted[o * horizon + at];
                    if (p > 0 && double.IsFinite(a))
                        residuals.Add(a / p - 1);
                }
            }
        }
    }

    /// <summary>
    /// The sample's quantile, its level moved outward by the finite-sample rule (1 + 1/n); interpolated; beyond the sample its extreme.
    /// </summary>
    private static double Rank(List<double> sorted, double probability, double without)
    {
        if (sorted.Count == 0)
            return without;
        double level = probability < 0.5 ? probability - (1 - probability) / sorted.Count : probability + probability / sorted.Count;
        double rank = Math.Clamp(level, 0, 1) * (sorted.Count - 1);
        int below = (int)rank, above = Math.Min(below + 1, sorted.Count - 1);
        return sorted[below] + (rank - below) * (sorted[above] - sorted[below]);
    }
}
