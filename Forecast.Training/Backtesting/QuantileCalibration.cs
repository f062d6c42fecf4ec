using Forecast.Domain.Forecasts;
using Forecast.Training.Numerics;
using Forecast.Training.Panels;

namespace Forecast.Training.Backtesting;

/// <summary>
/// Distributional conformal calibration (Chernozhukov, Wüthrich and Zhu, 2021): each series has a working distribution around its mean, and
/// the levels at which that distribution is read are those that held in the backtests of its demand class at the same step.
/// </summary>
/// <param name="Variance">Per series: variance ÷ mean^1.5 of one day around its forecast.</param>
/// <param name="Whole">Per series: whether only whole quantities were sold.</param>
/// <param name="Levels">
/// Demand class × horizon × (P10, P50, P90, zero): the levels to read, and the probability of zero below which P10 lies just above zero.
/// </param>
internal sealed record QuantileCalibration(float[] Variance, bool[] Whole, float[] Levels)
{
    /// <summary>Quantiles per step: P10, P50, P90.</summary>
    public const int Count = 3;

    private const int Stored = Count + 1;

    private const double Tail = 0.1;

    /// <summary>Multiples of it fill the unit interval evenly (Weyl, 1916).</summary>
    private const double GoldenRatio = 0.6180339887498949;

    /// <summary>
    /// Zero stays inside the band where it is more likely than this. Counts come in lumps: where zero has more than a tenth of the
    /// probability nothing can lie below it, so that a tenth of all days is undercut exactly by leaving zero out on the days on which it is
    /// least likely.
    /// </summary>
    private const double SureZero = 0.9;

    /// <summary>Windows whose agreement is needed before a step's median moves away from that of the working distribution.</summary>
    private const int FewestWindows = 3;

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

        var levels = new float[Classes * plan.Horizon * Stored];
        Parallel.For(0, Classes, new ParallelOptions { MaxDegreeOfParallelism = threads }, c =>
            Calibrate(plan, [.. Enumerable.Range(0, classes.Length).Where(s => (int)classes[s] == c)], at, below,
                levels.AsSpan(c * plan.Horizon * Stored, plan.Horizon * Stored)));
        return new QuantileCalibration(variance, facts.Whole, levels);
    }

    /// <summary>P10, P50 and P90 of one series and step.</summary>
    public void Read(int series, DemandClass kind, int step, int horizon, float mean, Span<float> quantiles)
    {
        var levels = Levels.AsSpan(((int)kind * horizon + step) * Stored, Stored);
        Around(mean, Variance[series], Whole[series]).Quantiles([levels[0], levels[1], levels[2]], levels[Count], quantiles);
    }

    /// <summary>
    /// The same for a series whose forecast is not that of the backtests: at the levels' own names, with a variance of its own. Of counts
    /// that come in lumps, zero lies outside the band where that is nearer to a tenth of the days than none.
    /// </summary>
    public void ReadPlain(int series, float mean, float variance, Span<float> quantiles) =>
        Around(mean, variance, Whole[series]).Quantiles([Tail, 0.5, 1 - Tail], 2 * Tail, quantiles);

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

            var target = levels.Slice(step * Stored, Stored);
            if (scores.Count < 50)
                ((ReadOnlySpan<float>)[(float)Tail, 0.5f, (float)(1 - Tail), 0]).CopyTo(target);
            else
                SetLevels(scores, Agreement(plan, series, step, at, below), target);
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
    /// How far the windows agree that a step's days lie above or below the working median, 0 to 1: what hits all series of one window alike
    /// says little about the next. The positive-part factor of James and Stein (1961), of the mean score against the variance of its mean
    /// over windows.
    /// </summary>
    private static double Agreement(BacktestPlan plan, int[] series, int step, float[] at, float[] below)
    {
        double sum = 0, squares = 0;
        int windows = 0;
        for (int o = 0; o < plan.Origins.Length; o++)
        {
            double total = 0;
            int n = 0;
            foreach (int s in series)
            {
                int i = s * plan.Size + o * plan.Horizon + step;
                if (float.IsNaN(at[i]))
                    continue;
                total += (at[i] + below[i]) / 2.0 - 0.5;
                n++;
            }

            if (n == 0)
                continue;
            sum += total / n;
            squares += total / n * (total / n);
            windows++;
        }

        if (windows < FewestWindows)
            return 0;
        double mean = sum / windows, variance = Math.Max(0, squares / windows - mean * mean) / (windows - 1);
        return mean == 0 ? 0 : Math.Max(0, 1 - variance / (mean * mean));
    }

    /// <summary>
    /// A demand y lies below the quantile of level τ if P(Y ≤ y) &lt; τ, and at or below it if P(Y &lt; y) &lt; τ: so the levels are
    /// quantiles of these scores, with the finite-sample rank p·(n + 1). The lower level is that of scores spread evenly over their lump;
    /// of the zeros that it leaves inside, as many of the least likely are left out as a tenth of the days needs.
    /// </summary>
    private static void SetLevels(List<(float At, float Below)> scores, double agreement, Span<float> levels)
    {
        int n = scores.Count;
        float[] at = [.. scores.Select(s => s.At)], below = [.. scores.Select(s => s.Below)],
            middle = [.. scores.Select(s => (s.At + s.Below) / 2)];
        float[] spread = [.. scores.Select((s, i) => s.Below + (float)((i + 0.5) * GoldenRatio % 1) * (s.At - s.Below))];
        float[] zeros = [.. scores.Where(s => s.Below == 0 && s.At > 0).Select(s => s.At)];
        Array.Sort(at);
        Array.Sort(below);
        Array.Sort(middle);
        Array.Sort(spread);
        Array.Sort(zeros);
        levels[0] = Math.Min(spread[Rank(Tail, n)], 0.5f);
        levels[2] = Math.Clamp(MathF.BitIncrement(below[Rank(1 - Tail, n)]), 0.5f, 1 - 1e-6f);
        levels[1] = Math.Min((float)(0.5 + agreement * (middle[Rank(0.5, n)] - 0.5)), levels[2]);
        int first = CountBelow(zeros, levels[0]), wanted = first + (int)Math.Round(Tail * n) - CountBelow(at, levels[0]);
        levels[Count] = wanted <= first || zeros.Length == 0 ? 0 : (float)Math.Min(wanted < zeros.Length ? zeros[wanted] : 1, SureZero);
    }

    private static int CountBelow(float[] sorted, float value)
    {
        int at = Array.BinarySearch(sorted, value);
        if (at < 0)
            return ~at;
        while (at > 0 && sorted[at - 1] == value)
            at--;
        return at;
    }

    private static int Rank(double p, int n) => Math.Clamp((int)Math.Ceiling(p * (n + 1)) - 1, 0, n - 1);
}
