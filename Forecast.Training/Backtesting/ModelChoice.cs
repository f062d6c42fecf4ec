using Forecast.Training.Engine;

namespace Forecast.Training.Backtesting;

/// <summary>Which model each series gets.</summary>
/// <param name="Weights">Series × models; each row sums to 1.</param>
/// <param name="Loss">Backtest RMSSE of the choice per series; NaN where there was nothing to score.</param>
/// <param name="NaiveLoss">The same of the baseline, model 0.</param>
internal sealed record ModelChoice(float[] Weights, float[] Loss, float[] NaiveLoss)
{
    /// <summary>Scored days at which a series' own evidence weighs as much as its category's.</summary>
    private const double OwnEvidenceDays = 28;

    /// <summary>
    /// The model of least squared residual per series, shrunk toward the mean of the category: a series with few scored days follows it.
    /// </summary>
    public static ModelChoice Choose(Panel panel, BacktestPlan plan, float[] actual, float[][] backtests)
    {
        int count = panel.Series.Count, models = backtests.Length;
        var losses = new double[count * models];
        var days = new int[count];
        var scales = new double[count];
        for (int s = 0; s < count; s++)
        {
            scales[s] = Scale(panel, s);
            days[s] = SquaredLosses(plan, actual, backtests, s, scales[s], losses);
        }

        var pooled = Pool(panel, models, losses, days);
        var weights = new float[count * models];
        float[] loss = new float[count], naive = new float[count];
        for (int s = 0; s < count; s++)
        {
            var pool = pooled.GetValueOrDefault(panel.Series[s].Category) ?? pooled[int.MinValue];
            int best = 0;
            double least = double.PositiveInfinity, own = days[s] / (days[s] + OwnEvidenceDays);
            for (int m = 0; m < models; m++)
            {
                double mixed = (1 - own) * pool[m] + (days[s] > 0 ? own * losses[s * models + m] : 0);
                if (mixed < least)
                    (best, least) = (m, mixed);
            }

            weights[s * models + best] = 1;
            loss[s] = days[s] > 0 ? (float)Math.Sqrt(losses[s * models + best]) : float.NaN;
            naive[s] = days[s] > 0 ? (float)Math.Sqrt(losses[s * models]) : float.NaN;
        }

        return new ModelChoice(weights, loss, naive);
    }

    /// <summary>Mean squared one-day difference of the history; 1 where it has none, so that losses stay finite.</summary>
    private static double Scale(Panel panel, int series) =>
        Domain.Forecasts.NaiveScales.Of(panel.Quantity.AsSpan(series * panel.Days, panel.Days), 1).Squared is { } scale && double.IsFinite(scale)
            ? scale
            : 1;

    private static int SquaredLosses(BacktestPlan plan, float[] actual, float[][] backtests, int series, double scale, double[] losses)
    {
        int scored = 0, models = backtests.Length;
        for (int i = series * plan.Size; i < (series + 1) * plan.Size; i++)
        {
            if (float.IsNaN(actual[i]))
                continue;
            scored++;
            for (int m = 0; m < models; m++)
            {
                double r = (double)actual[i] - backtests[m][i];
                losses[series * models + m] += r * r;
            }
        }

        for (int m = 0; m < models && scored > 0; m++)
            losses[series * models + m] /= scored * scale;
        return scored;
    }

    /// <summary>Mean loss per model and category; under int.MinValue over all series.</summary>
    private static Dictionary<int, double[]> Pool(Panel panel, int models, double[] losses, int[] days)
    {
        var sums = new Dictionary<int, double[]>();
        var counts = new Dictionary<int, int>();
        for (int s = 0; s < days.Length; s++)
        {
            if (days[s] == 0)
                continue;
            Add(panel.Series[s].Category);
            Add(int.MinValue);

            void Add(int key)
            {
                if (!sums.TryGetValue(key, out var sum))
                    sums[key] = sum = new double[models];
                counts[key] = counts.GetValueOrDefault(key) + 1;
                for (int m = 0; m < models; m++)
                    sum[m] += losses[s * models + m];
            }
        }

        foreach (var (key, sum) in sums)
        {
            for (int m = 0; m < models; m++)
                sum[m] /= counts[key];
        }

        // Without any backtest the smoothing (model 1, or the only one) is preferred to the baseline.
        sums.TryAdd(int.MinValue, [.. Enumerable.Range(0, models).Select(m => m == Math.Min(1, models - 1) ? 0.9 : 1)]);
        return sums;
    }
}
