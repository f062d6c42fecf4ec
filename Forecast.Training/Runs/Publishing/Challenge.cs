using System.Globalization;
using Forecast.Domain.Forecasts;

namespace Forecast.Training.Runs.Publishing;

/// <summary>One store's backtest by one model: origins × horizon units sold and predicted.</summary>
internal sealed record StoreBacktest(int StoreId, DateOnly[] Origins, float[] Actual, float[] Predicted);

/// <summary>
/// New models beside those in use, on past days that both were tried on: the same stores, the same days one to seven days ahead, the same
/// sales. Scores of different days say nothing: one week is harder to foresee than another.
/// </summary>
internal static class Challenge
{
    /// <summary>Days without which nothing is concluded.</summary>
    private const int FewestDays = 28;

    /// <summary>Units by which sums of the same sales may differ, by rounding.</summary>
    private const float Rounding = 0.5f;

    /// <summary>A sentence why the new models must not take over; null when they may.</summary>
    /// <param name="inUse">Backtests of the models in use.</param>
    /// <param name="challenger">Backtests of the new ones.</param>
    /// <param name="margin">How much worse the new ones may be, relative to the WAPE of those in use.</param>
    public static string? Objection(IEnumerable<StoreBacktest> inUse, IEnumerable<StoreBacktest> challenger, double margin)
    {
        var before = inUse.ToDictionary(s => s.StoreId, ByDay);
        var days = new HashSet<DateOnly>();
        double sold = 0, missed = 0, missedBefore = 0;
        foreach (var store in challenger)
        {
            if (!before.TryGetValue(store.StoreId, out var theirs))
                continue;
            foreach (var (day, (actual, predicted)) in ByDay(store))
            {
                // A day corrected since is another day.
                if (!theirs.TryGetValue(day, out var their) || !(Math.Abs(their.Actual - actual) <= Rounding))
                    continue;
                days.Add(day);
                sold += actual;
                missed += Math.Abs(actual - predicted);
                missedBefore += Math.Abs(their.Actual - their.Predicted);
            }
        }

        return days.Count < FewestDays || sold == 0 || missed <= missedBefore * (1 + margin)
            ? null
            : string.Create(CultureInfo.InvariantCulture,
                $"The new models do worse: in backtests of the same {days.Count} days their forecasts of stores miss by "
                    + $"{100 * missed / sold:F1} %, those of the models in use by {100 * missedBefore / sold:F1} %.");
    }

    /// <summary>Each day as seen from the latest origin before it.</summary>
    private static Dictionary<DateOnly, (float Actual, float Predicted)> ByDay(StoreBacktest store)
    {
        var days = new Dictionary<DateOnly, (float Actual, float Predicted)>();
        int horizon = store.Origins.Length == 0 ? 0 : store.Actual.Length / store.Origins.Length;
        for (int o = 0; o < store.Origins.Length; o++) // oldest first, so that later ones replace them
        {
            for (int step = 0; step < Math.Min(horizon, BacktestAccuracy.Days); step++)
                days[store.Origins[o].AddDays(1 + step)] = (store.Actual[o * horizon + step], store.Predicted[o * horizon + step]);
        }

        return days;
    }
}
