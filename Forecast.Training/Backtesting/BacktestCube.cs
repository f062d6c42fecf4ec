namespace Forecast.Training.Backtesting;

/// <summary>
/// Backtest totals that add up: actual, predicted and naive sums per store × category group, backtest origin and step, so that any
/// set of groups can be summed and its interval calibrated at that level. Days without an actual count in none of the sums.
/// </summary>
/// <param name="Groups">Store and category code of each group.</param>
/// <param name="Origins">Backtest origins, oldest first.</param>
/// <param name="Horizon">Steps per origin.</param>
/// <param name="Actual">groups × origins × horizon sums of actual demand, units.</param>
/// <param name="Predicted">groups × origins × horizon sums of the mean forecast, units.</param>
/// <param name="Naive">groups × origins × horizon sums of the seasonal naive baseline, units.</param>
/// <param name="AbsoluteResidual">groups × horizon, summed over series and origins: |actual − predicted|.</param>
/// <param name="NaiveAbsoluteResidual">groups × horizon: |actual − naive|.</param>
/// <param name="AbsoluteActual">groups × horizon: |actual|.</param>
public sealed record BacktestCube(
    (int Store, int Category)[] Groups,
    DateOnly[] Origins,
    int Horizon,
    float[] Actual,
    float[] Predicted,
    float[] Naive,
    float[] AbsoluteResidual,
    float[] NaiveAbsoluteResidual,
    float[] AbsoluteActual)
{
    /// <summary>Sums of the groups that a caller selects, origins × horizon, as <c>AggregateInterval.At</c> wants them.</summary>
    public (float[] Actual, float[] Predicted) Sum(Func<int, int, bool> selects)
    {
        ArgumentNullException.ThrowIfNull(selects);
        int size = Origins.Length * Horizon;
        float[] actual = new float[size], predicted = new float[size];
        for (int g = 0; g < Groups.Length; g++)
        {
            if (!selects(Groups[g].Store, Groups[g].Category))
                continue;
            for (int i = 0; i < size; i++)
            {
                actual[i] += Actual[g * size + i];
                predicted[i] += Predicted[g * size + i];
            }
        }

        return (actual, predicted);
    }
}
