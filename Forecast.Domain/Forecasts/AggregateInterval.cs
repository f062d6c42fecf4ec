namespace Forecast.Domain.Forecasts;

/// <summary>
/// Interval of an aggregate (a store, a category, any selection of them) from its own backtest sums. Quantiles do not add up, so an
/// aggregate is calibrated at its own level, and from its past alone.
/// </summary>
/// <remarks>
/// Residuals are divided by the root of the predicted sum, between counts, whose deviation grows like the root, and turnover, whose
/// deviation grows like the sum; and by the deviation of their step, shrunk toward that of all steps. A quantile is read from all of them
/// together, blended with that of a normal distribution while there are few, and moved outward as Student's distribution is from the normal
/// one. The days of one window err alike, so a sample counts as fewer: with the design effect 1 + (days − 1)·ρ of cluster samples (Kish,
/// 1965).
/// </remarks>
public static class AggregateInterval
{
    /// <summary>
    /// Residuals of all steps that weigh as much as those of the step itself when its deviation is estimated are these many of its own.
    /// </summary>
    private const double PriorOfStep = 8;

    /// <summary>Independent residuals at which a quantile is read half from the sample, half from the normal distribution.</summary>
    private const double PriorOfShape = 20;

    /// <summary>Independent residuals at which half of their mean is believed to be a lasting bias.</summary>
    private const double PriorOfBias = 10;

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
                $"Expected {origins} origins × {horizon} steps, got {backtestActual.Length} actual and {backtestPredicted.Length} "
                    + "predicted sums.",
                nameof(backtestActual));
        }

        if (lower.Probability >= upper.Probability)
            throw new ArgumentException(
                $"The lower level {lower.Probability} is not below the upper level {upper.Probability}.", nameof(lower));

        var band = new QuantileBand(new float[horizon], new float[horizon]);
        var residuals = Residuals(backtestActual, backtestPredicted);
        int known = residuals.Count(r => !double.IsNaN(r));
        double independent = Independent(residuals, horizon);
        double bias = known == 0 ? 0 : residuals.Where(r => !double.IsNaN(r)).Average() * independent / (independent + PriorOfBias);
        for (int i = 0; i < residuals.Length; i++)
            residuals[i] -= bias;
        double[] deviation = Deviations(residuals, horizon), sorted = Standardised(residuals, deviation);
        double low = Quantile(sorted, lower.Probability, independent), high = Quantile(sorted, upper.Probability, independent);
        for (int step = 0; step < horizon; step++)
        {
            double m = Math.Max(0, double.IsFinite(mean[step]) ? mean[step] : 0), root = Math.Sqrt(m);
            double below = known == 0 ? 0 : m + root * (bias + low * deviation[step]),
                above = known == 0 ? 2 * m : m + root * (bias + high * deviation[step]);
            // A band that looks to both sides holds its mean, even where past forecasts were biased.
            band.Lower[step] = (float)Math.Max(0, lower.Probability < 0.5 ? Math.Min(below, m) : below);
            band.Upper[step] = (float)Math.Max(band.Lower[step], upper.Probability > 0.5 ? Math.Max(above, m) : above);
        }

        return band;
    }

    /// <summary>(actual − predicted) ÷ √predicted; NaN where the actual is not known or nothing was predicted.</summary>
    private static double[] Residuals(ReadOnlySpan<float> actual, ReadOnlySpan<float> predicted)
    {
        var residuals = new double[actual.Length];
        for (int i = 0; i < residuals.Length; i++)
        {
            bool usable = predicted[i] > 0 && float.IsFinite(predicted[i]) && float.IsFinite(actual[i]);
            residuals[i] = usable ? ((double)actual[i] - predicted[i]) / Math.Sqrt(predicted[i]) : double.NaN;
        }

        return residuals;
    }

    /// <summary>
    /// As how many independent residuals these count: those of one window err alike by the correlation that their window means show.
    /// </summary>
    private static double Independent(double[] residuals, int horizon)
    {
        int known = 0, windows = 0;
        double squares = 0, squaredMeans = 0;
        for (int from = 0; from < residuals.Length; from += horizon)
        {
            double sum = 0;
            int n = 0;
            foreach (double r in residuals.AsSpan(from, horizon))
            {
                if (double.IsNaN(r))
                    continue;
                sum += r;
                squares += r * r;
                n++;
            }

            if (n == 0)
                continue;
            known += n;
            windows++;
            squaredMeans += sum * sum / ((double)n * n);
        }

        if (known <= windows || squares == 0)
            return known;
        double days = (double)known / windows, shared = squaredMeans / windows / (squares / known);
        double correlation = Math.Clamp((shared * days - 1) / (days - 1), 0, 1);
        return known / (1 + (days - 1) * correlation);
    }

    /// <summary>Root mean squared residual per step, shrunk toward that of all steps.</summary>
    private static double[] Deviations(double[] residuals, int horizon)
    {
        double[] squares = new double[horizon], counts = new double[horizon];
        for (int i = 0; i < residuals.Length; i++)
        {
            if (double.IsNaN(residuals[i]))
                continue;
            squares[i % horizon] += residuals[i] * residuals[i];
            counts[i % horizon]++;
        }

        double all = counts.Sum() > 0 ? squares.Sum() / counts.Sum() : 0;
        return [.. squares.Zip(counts, (square, n) => Math.Sqrt((square + PriorOfStep * all) / (n + PriorOfStep)))];
    }

    private static double[] Standardised(double[] residuals, double[] deviation)
    {
        var standardised = new List<double>(residuals.Length);
        for (int i = 0; i < residuals.Length; i++)
        {
            double scale = deviation[i % deviation.Length];
            if (!double.IsNaN(residuals[i]))
                standardised.Add(scale > 0 ? residuals[i] / scale : 0);
        }

        standardised.Sort();
        return [.. standardised];
    }

    /// <summary>The quantile of a new standardised residual.</summary>
    private static double Quantile(double[] sorted, double probability, double independent)
    {
        if (sorted.Length == 0)
            return 0;
        double trust = independent / (independent + PriorOfShape), normal = Normal(probability);
        return (trust * Rank(sorted, probability) + (1 - trust) * normal) * Student(normal, independent);
    }

    /// <summary>The sample's quantile at rank p·(n + 1), interpolated; beyond the sample its extreme.</summary>
    private static double Rank(double[] sorted, double probability)
    {
        double rank = Math.Clamp(probability * (sorted.Length + 1) - 1, 0, sorted.Length - 1);
        int below = (int)rank, above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + (rank - below) * (sorted[above] - sorted[below]);
    }

    /// <summary>
    /// What a prediction from an estimated mean and deviation is wider by: √(1 + 1/n) times the ratio of Student's quantile to the normal
    /// one (Fisher and Cornish, 1960).
    /// </summary>
    private static double Student(double normal, double independent)
    {
        double freedom = Math.Max(2, independent - 1), square = normal * normal;
        return Math.Sqrt(1 + 1 / Math.Max(1, independent))
            * (1 + (square + 1) / (4 * freedom) + (5 * square * square + 16 * square + 3) / (96 * freedom * freedom));
    }

    /// <summary>Quantile of the standard normal distribution, absolute error below 4.5e-4 (Hastings, 1955, sheet 68).</summary>
    private static double Normal(double probability)
    {
        double tail = Math.Min(probability, 1 - probability), t = Math.Sqrt(-2 * Math.Log(tail));
        double z = t - (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)));
        return probability < 0.5 ? -z : z;
    }
}
