using Forecast.Domain.Forecasts;
using Forecast.Training.Engine;
using Forecast.Training.Numerics;

namespace Forecast.Training.Backtesting;

/// <summary>
/// Distributional conformal calibration (Chernozhukov, Wüthrich and Zhu, 2021): each series has a working distribution around its mean, and
/// the levels at which that distribution is read are those that held in the backtests of its demand class at the same step.
/// </summary>
/// <param name="Variance">Per series: variance ÷ mean^1.5 of one day around its forecast.</param>
/// <param name="Whole">Per series: whether only whole quantities were sold.</param>
/// <param name="Levels">Demand class × horizon × (P10, P50, P90): the levels to read.</param>
internal sealed record QuantileCalibration(float[] Variance, bool[] Whole, float[] Levels)
{
    /// <summary>Quantiles per step: P10, P50, P90.</summary>
    public const int Count = 3;

    private const double Coverage = 0.8;

    /// <summary>
    /// P10 is read no higher than here. Counts come in lumps: a tenth of the days can only be undercut exactly if on some days, those on which
    /// zero is least likely, zero itself lies outside.
    /// </summary>
    private const double HighestLow = 0.45;

    /// <summary>P90 is read so that no less than this share stays below it, even where the band then covers more than eight days in ten.</summary>
    private const double LowestReach = 0.9;

    /// <summary>Residuals at which the own variance of a series weighs as much as the one expected of its class.</summary>
    private const double PriorResiduals = 30;

    /// <summary>Residuals wanted per class and step before neighbouring steps stop being pooled.</summary>
    private const int EnoughResiduals = 1500;

    private static readonly int Classes = Enum.GetValues<DemandClass>().Length;

    /// <summary>Learns from backtests; a series without one takes its own mean and the dispersion of its class.</summary>
    public static QuantileCalibration Create(
        BacktestPlan plan, DemandClass[] classes, SeriesFacts facts, float[] actual, float[] predicted, int threads)
    {
        var variance = Variances(plan, classes, facts.Mean, actual, predicted);
        float[] at = new float[actual.Length], below = new float[actual.Length];
        Parallel.For(0, classes.Length, new ParallelOptions { MaxDegreeOfParallelism = threads }, s =>
        {
            for (int i = s * plan.Size; i < (s + 1) * plan.Size; i++)
            {
                if (float.IsNaN(actual[i]) || predicted[i] <= 0)
                {
                    at[i] = float.NaN;
                    continue;
                }

                at[i] = (float)Around(predicted[i], variance[s], facts.Whole[s]).Cdf(actual[i], out double under);
                below[i] = (float)under;
            }
        });

        var levels = new float[Classes * plan.Horizon * Count];
        Parallel.For(0, Classes, new ParallelOptions { MaxDegreeOfParallelism = threads }, c =>
            Calibrate(plan, [.. Enumerable.Range(0, classes.Length).Where(s => (int)classes[s] == c)], at, below,
                levels.AsSpan(c * plan.Horizon * Count, plan.Horizon * Count)));
        return new QuantileCalibration(variance, facts.Whole, levels);
    }

    /// <summary>P10, P50 and P90 of one series and step.</summary>
    public void Read(int series, DemandClass kind, int step, int horizon, float mean, Span<float> quantiles)
    {
        Span<double> levels = stackalloc double[Count];
        int at = ((int)kind * horizon + step) * Count;
        for (int q = 0; q < Count; q++)
            levels[q] = Levels[at + q];
        Around(mean, Variance[series], Whole[series]).Quantiles(levels, quantiles);
    }

    private static DemandDistribution Around(float mean, float variance, bool whole) => new(mean, variance * mean * Math.Sqrt(mean), whole);

    /// <summary>
    /// Own mean squared residual, shrunk toward mean + φ·mean² with the φ of the class. In proportion to mean^1.5, between counts, whose
    /// variance grows like the mean, and turnover, whose variance grows like its square.
    /// </summary>
    private static float[] Variances(BacktestPlan plan, DemandClass[] classes, float[] seriesMean, float[] actual, float[] predicted)
    {
        int count = classes.Length;
        double[] squares = new double[count], power = new double[count], means = new double[count];
        var residuals = new int[count];
        double[] over = new double[Classes + 1], square = new double[Classes + 1];
        for (int s = 0; s < count; s++)
        {
            for (int i = s * plan.Size; i < (s + 1) * plan.Size; i++)
            {
                if (float.IsNaN(actual[i]) || predicted[i] <= 0)
                    continue;
                double r = (double)actual[i] - predicted[i], m = predicted[i];
                squares[s] += r * r;
                power[s] += m * Math.Sqrt(m);
                means[s] += m;
                residuals[s]++;
            }

            if (residuals[s] == 0)
                continue;
            means[s] /= residuals[s];
            foreach (int c in (ReadOnlySpan<int>)[(int)classes[s], Classes])
            {
                // In units of each series' own mean, so that large sellers do not speak for all; capped against absurd days.
                over[c] += Math.Clamp((squares[s] / residuals[s] - means[s]) / (means[s] * means[s]), 0, 25);
                square[c]++;
            }
        }

        var variance = new float[count];
        for (int s = 0; s < count; s++)
        {
            int c = square[(int)classes[s]] >= 5 ? (int)classes[s] : Classes;
            double phi = square[c] > 0 ? over[c] / square[c] : 0.5, mean = residuals[s] > 0 ? means[s] : Math.Max(seriesMean[s], 1e-3f);
            double prior = (mean + phi * mean * mean) / (mean * Math.Sqrt(mean));
            double own = power[s] > 0 ? squares[s] / power[s] : prior, trust = residuals[s] / (residuals[s] + PriorResiduals);
            variance[s] = (float)Math.Clamp(trust * own + (1 - trust) * prior, 1e-6, 1e12);
        }

        return variance;
    }

    private static void Calibrate(BacktestPlan plan, int[] series, float[] at, float[] below, Span<float> levels)
    {
        var scores = new List<(float At, float Below)>();
        for (int step = 0; step < plan.Horizon; step++)
        {
            scores.Clear();
            for (int reach = 0; reach < plan.Horizon && scores.Count < EnoughResiduals; reach++)
            {
                foreach (int h in reach == 0 ? [step] : (ReadOnlySpan<int>)[step - reach, step + reach])
                {
                    if (h >= 0 && h < plan.Horizon)
                        Collect(plan, series, h, at, below, scores);
                }
            }

            var target = levels.Slice(step * Count, Count);
            if (scores.Count < 50)
                ((ReadOnlySpan<float>)[0.1f, 0.5f, 0.9f]).CopyTo(target);
            else
                Levels3(scores, target);
        }
    }

    private static void Collect(BacktestPlan plan, int[] series, int step, float[] at, float[] below, List<(float At, float Below)> scores)
    {
        foreach (int s in series)
        {
            for (int o = 0; o < plan.Origins.Length; o++)
            {
                int i = s * plan.Size + o * plan.Horizon + step;
                if (!float.IsNaN(at[i]))
                    scores.Add((at[i], below[i]));
            }
        }
    }

    /// <summary>
    /// A demand y lies below the quantile of level τ if P(Y ≤ y) &lt; τ, and at or below it if P(Y &lt; y) &lt; τ: so the levels are quantiles
    /// of these two scores, with the finite-sample rank p·(n + 1).
    /// </summary>
    private static void Levels3(List<(float At, float Below)> scores, Span<float> levels)
    {
        int n = scores.Count;
        float[] at = [.. scores.Select(s => s.At)], below = [.. scores.Select(s => s.Below)], middle = [.. scores.Select(s => (s.At + s.Below) / 2)];
        Array.Sort(at);
        Array.Sort(below);
        Array.Sort(middle);
        float low = (float)Math.Min(at[Rank((1 - Coverage) / 2, n)], HighestLow);
        int undercut = Array.BinarySearch(at, low);
        undercut = undercut < 0 ? ~undercut : undercut;
        double reach = Math.Max(LowestReach, Coverage + Math.Min((1 - Coverage) / 2, (double)undercut / n));
        float high = below[Rank(reach, n)];
        levels[0] = low;
        high = Math.Clamp(MathF.BitIncrement(high), 0.5f, 1 - 1e-6f);
        levels[1] = Math.Clamp(middle[Rank(0.5, n)], low, high);
        levels[2] = high;
    }

    private static int Rank(double p, int n) => Math.Clamp((int)Math.Ceiling(p * (n + 1)) - 1, 0, n - 1);
}
