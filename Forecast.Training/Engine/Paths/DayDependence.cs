using System.Runtime.InteropServices;
using Forecast.Training.Numerics;

namespace Forecast.Training.Engine.Paths;

/// <summary>
/// How the days of one forecast err together: a part that a whole window shares (the level was wrong) and a part that fades from day to
/// day. The correlation of normal scores of days ℓ apart is shared + (1 − shared)·carried^ℓ, so any such pair is a valid Gaussian copula.
/// </summary>
/// <param name="Shared">Share of the variance common to all days of a window, 0 to 0.95.</param>
/// <param name="Carried">Correlation of the rest from one day to the next, −0.3 to 0.9.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct DayDependence(double Shared, double Carried)
{
    /// <summary>Independent windows at which what they show weighs as much as <see cref="Usual"/>.</summary>
    private const double PriorWindows = 2;

    /// <summary>Taken without evidence: erring together makes totals wider, so none at all would be the bolder assumption.</summary>
    public static DayDependence Usual { get; } = new(0.2, 0.3);

    /// <summary>Learns from the residuals of backtests.</summary>
    /// <param name="actual">windows × horizon; NaN where not known.</param>
    /// <param name="predicted">windows × horizon.</param>
    /// <param name="horizon">Days of a window.</param>
    /// <param name="independentWindows">As how many windows without a day in common they count.</param>
    public static DayDependence Learn(ReadOnlySpan<float> actual, ReadOnlySpan<float> predicted, int horizon, double independentWindows)
    {
        var scores = Scores(actual, predicted);
        double[] sums = new double[horizon], pairs = new double[horizon];
        for (int from = 0; from < scores.Length; from += horizon)
        {
            var window = scores.AsSpan(from, horizon);
            for (int first = 0; first < horizon; first++)
            {
                for (int last = first; last < horizon && !double.IsNaN(window[first]); last++)
                {
                    if (double.IsNaN(window[last]))
                        continue;
                    sums[last - first] += window[first] * window[last];
                    pairs[last - first]++;
                }
            }
        }

        return pairs[0] < 3 || sums[0] <= 0
            || independentWindows <= 1 ? Usual : Nearest(Correlations(sums, pairs, independentWindows), pairs);
    }

    /// <summary>Correlation of normal scores of days this far apart.</summary>
    public double Correlation(int daysApart) => daysApart == 0 ? 1 : Shared + (1 - Shared) * Math.Pow(Carried, daysApart);

    /// <summary>One window of standard normal variables that err together in this way.</summary>
    public void Draw(Random random, Span<double> window)
    {
        double common = Math.Sqrt(Shared) * Draw(random), own = Math.Sqrt(1 - Shared), fresh = Math.Sqrt(1 - Carried * Carried),
            fading = Draw(random);
        for (int h = 0; h < window.Length; h++)
        {
            if (h > 0)
                fading = Carried * fading + fresh * Draw(random);
            window[h] = common + own * fading;
        }
    }

    private static double Draw(Random random) => Normal.Quantile(Math.Max(random.NextDouble(), 1e-12));

    /// <summary>
    /// Residuals, in proportion to the root of what was predicted, as normal scores of their ranks: then neither scale nor shape matters,
    /// nor one absurd day.
    /// </summary>
    private static double[] Scores(ReadOnlySpan<float> actual, ReadOnlySpan<float> predicted)
    {
        var residuals = new double[actual.Length];
        for (int i = 0; i < residuals.Length; i++)
            residuals[i] = predicted[i] > 0
                && float.IsFinite(actual[i]) ? (actual[i] - predicted[i]) / Math.Sqrt(predicted[i]) : double.NaN;
        int[] order = [.. Enumerable.Range(0, residuals.Length).Where(i => !double.IsNaN(residuals[i])).OrderBy(i => residuals[i])];
        for (int rank = 0; rank < order.Length; rank++)
            residuals[order[rank]] = Normal.Quantile((rank + 0.5) / order.Length);
        return residuals;
    }

    /// <summary>
    /// Mean products per lag, relative to that of a day with itself, freed of what centring at the mean of few windows takes from them, and
    /// blended with the usual ones while windows are few.
    /// </summary>
    private static double[] Correlations(double[] sums, double[] pairs, double independentWindows)
    {
        var correlations = new double[sums.Length];
        double within = 0, all = 0;
        for (int lag = 0; lag < sums.Length; lag++)
        {
            correlations[lag] = pairs[lag] == 0 ? 0 : sums[lag] / pairs[lag] / (sums[0] / pairs[0]);
            double times = lag == 0 ? 1 : 2; // Each pair of different days stands for two.
            within += times * pairs[lag] * correlations[lag];
            all += times * pairs[lag];
        }

        double lost = Math.Clamp(within / all / (independentWindows - 1), 0, 0.5),
            trust = independentWindows / (independentWindows + PriorWindows);
        for (int lag = 1; lag < sums.Length; lag++)
            correlations[lag] = trust * (correlations[lag] * (1 - lost) + lost) + (1 - trust) * Usual.Correlation(lag);
        return correlations;
    }

    private static DayDependence Nearest(double[] correlations, double[] pairs)
    {
        var (nearest, least) = (Usual, double.PositiveInfinity);
        for (int shared = 0; shared <= 19; shared++)
        {
            for (int carried = -6; carried <= 18; carried++)
            {
                var candidate = new DayDependence(shared / 20.0, carried / 20.0);
                double distance = 0;
                for (int lag = 1; lag < correlations.Length; lag++)
                    distance += pairs[lag] * Math.Pow(correlations[lag] - candidate.Correlation(lag), 2);
                if (distance < least)
                    (nearest, least) = (candidate, distance);
            }
        }

        return nearest;
    }
}
