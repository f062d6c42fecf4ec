using Forecast.Domain.Forecasts;

namespace Forecast.Training.Backtesting;

/// <summary>
/// P10, P50 and P90 as multiples of the mean, from backtest ratios actual ÷ predicted (split conformal): half the weight to the series' own
/// ratios, half to those of its demand class, by step.
/// </summary>
internal static class QuantileCalibration
{
    /// <summary>Quantiles per step: P10, P50, P90.</summary>
    public const int Levels = 3;

    private static readonly double[] Probabilities = [0.1, 0.5, 0.9];

    public static float[] Ratios(BacktestPlan plan, DemandClass[] classes, float[] actual, float[] predicted)
    {
        int count = classes.Length, horizon = plan.Horizon;
        var ratios = new float[count * horizon * Levels];
        var pools = Enum.GetValues<DemandClass>().ToDictionary(c => c, c => Quantiles(Collect(plan, classes, c, actual, predicted)));
        var own = new List<float>();
        for (int s = 0; s < count; s++)
        {
            own.Clear();
            for (int i = s * plan.Size; i < (s + 1) * plan.Size; i++)
                AddRatio(own, actual[i], predicted[i]);
            var pool = pools[classes[s]];
            var mine = own.Count >= 10 ? Quantiles(own) : pool;
            for (int h = 0; h < horizon; h++)
            {
                for (int q = 0; q < Levels; q++)
                    ratios[(s * horizon + h) * Levels + q] = (mine[q] + pool[q]) / 2;
            }
        }

        return ratios;
    }

    private static List<float> Collect(BacktestPlan plan, DemandClass[] classes, DemandClass wanted, float[] actual, float[] predicted)
    {
        var pool = new List<float>();
        for (int s = 0; s < classes.Length; s++)
        {
            if (classes[s] != wanted)
                continue;
            for (int i = s * plan.Size; i < (s + 1) * plan.Size; i++)
                AddRatio(pool, actual[i], predicted[i]);
        }

        return pool;
    }

    private static void AddRatio(List<float> ratios, float actual, float predicted)
    {
        if (!float.IsNaN(actual) && predicted > 0)
            ratios.Add(actual / predicted);
    }

    private static float[] Quantiles(List<float> ratios)
    {
        if (ratios.Count == 0)
            return [0, 1, 2];
        ratios.Sort();
        return [.. Probabilities.Select(p =>
        {
            double rank = Math.Clamp(p * (ratios.Count + 1) - 1, 0, ratios.Count - 1);
            int below = (int)rank, above = Math.Min(below + 1, ratios.Count - 1);
            return (float)(ratios[below] + (rank - below) * (ratios[above] - ratios[below]));
        })];
    }
}
