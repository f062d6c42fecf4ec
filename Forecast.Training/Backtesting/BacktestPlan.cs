namespace Forecast.Training.Backtesting;

/// <summary>Which days of a history serve as backtest origins.</summary>
/// <param name="Origins">Day indices, ascending: the last day each window's model sees.</param>
/// <param name="Horizon">Steps scored after each.</param>
/// <param name="Days">Days of history; steps at or beyond it have no actual.</param>
internal sealed record BacktestPlan(int[] Origins, int Horizon, int Days)
{
    /// <summary>
    /// The latest origins that leave a whole horizon to score, every <paramref name="stride"/> days back, as long as two seasons remain to
    /// learn from. A history shorter than the horizon is scored on the third of it that can be spared.
    /// </summary>
    public static BacktestPlan Create(int days, int horizon, int windows, int stride, int season)
    {
        var origins = new List<int>(windows);
        int last = days - 1 - Math.Min(horizon, days / 3);
        for (int origin = last; origins.Count < windows && origin >= 2 * season - 1 && origin < days - 1; origin -= stride)
            origins.Add(origin);
        origins.Reverse();
        return new BacktestPlan([.. origins], horizon, days);
    }

    /// <summary>The day that value <paramref name="i"/> of a series' origins × horizon is about.</summary>
    public int Day(int i) => Origins[i / Horizon] + 1 + i % Horizon;

    /// <summary>Values per series: origins × horizon.</summary>
    public int Size => Origins.Length * Horizon;
}
