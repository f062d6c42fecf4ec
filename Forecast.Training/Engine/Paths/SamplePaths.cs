using Forecast.Domain.Forecasts;
using Forecast.Training.Numerics;

namespace Forecast.Training.Engine.Paths;

/// <summary>
/// Ways in which the coming days may go together: many paths over the horizon, each as likely as any other. Each day by itself is spread as
/// the calibrated intervals say; the days of one path go together as the residuals of the backtests did (a Gaussian copula; Clark et al.,
/// 2004, reorder likewise).
/// </summary>
public sealed class SamplePaths
{
    /// <summary>Levels at which the calibrated distribution of a day is asked for.</summary>
    private static readonly double[] Levels = [0.01, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99];

    private readonly float[] values;

    private SamplePaths(float[] values, int count, int horizon) => (this.values, Count, Horizon) = (values, count, horizon);

    /// <summary>Paths.</summary>
    public int Count { get; }

    /// <summary>Days of each.</summary>
    public int Horizon { get; }

    /// <summary>One path, in the units of the mean it was drawn from.</summary>
    public ReadOnlySpan<float> this[int path] => values.AsSpan(path * Horizon, Horizon);

    /// <summary>Draws paths of a total. The same basis, count and seed give the same paths.</summary>
    /// <param name="basis">The total and its backtests.</param>
    /// <param name="count">Paths; a thousand tell odds to about a hundredth.</param>
    /// <param name="seed">Seed.</param>
    public static SamplePaths Draw(PathBasis basis, int count, int seed) => Draw(basis, count, seed, ScoreCalibration.None);

    /// <summary>Likewise, with the distribution of each day calibrated further.</summary>
    internal static SamplePaths Draw(PathBasis basis, int count, int seed, ScoreCalibration calibration)
    {
        ArgumentNullException.ThrowIfNull(basis);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        int horizon = basis.Mean.Length;
        var dependence = DayDependence.Learn(basis.BacktestActual, basis.BacktestPredicted, horizon, basis.IndependentWindows);
        var scores = Scores(dependence, count, horizon, seed);
        var days = Days(basis);
        var drawn = new float[count * horizon];
        for (int i = 0; i < drawn.Length; i++)
            drawn[i] = (float)days[i % horizon].At(calibration.At(scores[i]));
        return new SamplePaths(drawn, count, horizon);
    }

    /// <summary>Paths made elsewhere, path after path.</summary>
    internal static SamplePaths Of(float[] values, int horizon) => new(values, values.Length / Math.Max(1, horizon), horizon);

    /// <summary>
    /// count × horizon normal scores that go together in the given way. Those of one day are spread evenly over the distribution, so that
    /// few paths already have the quantiles wanted.
    /// </summary>
    internal static double[] Scores(DayDependence dependence, int count, int horizon, int seed)
    {
        var random = new Random(seed);
        var scores = new double[count * horizon];
        for (int n = 0; n < count; n++)
            dependence.Draw(random, scores.AsSpan(n * horizon, horizon));
        var column = new double[count];
        var order = new int[count];
        for (int h = 0; h < horizon; h++)
        {
            for (int n = 0; n < count; n++)
                (column[n], order[n]) = (scores[n * horizon + h], n);
            Array.Sort(column, order);
            for (int rank = 0; rank < count; rank++)
                scores[order[rank] * horizon + h] = Normal.Quantile((rank + 0.5) / count);
        }

        return scores;
    }

    /// <summary>The distribution of each day, as <see cref="AggregateInterval"/> calibrates it.</summary>
    internal static QuantileCurve[] Days(PathBasis basis)
    {
        int horizon = basis.Mean.Length, origins = basis.Origins.Length;
        if (origins == 0) // Without evidence: from nothing to twice the mean.
            return [.. basis.Mean.Select(m => new QuantileCurve([0.1, 0.5, 0.9], [0, m, 2.0 * m]))];
        var quantiles = new double[horizon][];
        for (int h = 0; h < horizon; h++)
            quantiles[h] = new double[Levels.Length];
        for (int low = 0; low <= Levels.Length / 2; low++)
        {
            int high = Levels.Length - 1 - low;
            var band = AggregateInterval.At(
                new QuantileLevel(Levels[low]), new QuantileLevel(low == high ? Levels[^1] : Levels[high]), basis.Mean,
                    basis.BacktestActual, basis.BacktestPredicted, origins);
            for (int h = 0; h < horizon; h++)
            {
                quantiles[h][low] = band.Lower[h];
                if (high != low)
                    quantiles[h][high] = band.Upper[h];
            }
        }

        return [.. quantiles.Select(q => new QuantileCurve(Levels, q))];
    }
}
