using Forecast.Domain.Accuracy;
using Forecast.Domain.Worklists;

namespace Forecast.Training.Worklists.Detectors;

/// <summary>
/// Stores whose forecasts miss in the same direction again and again: by the backtests of the models in use, week after week, until enough
/// days of what was on show are scored (<see cref="PublishedBias"/>).
/// </summary>
internal sealed class BacktestBias : IDetector
{
    /// <summary>Past forecasts without which nothing persists.</summary>
    private const int FewestOrigins = 4;

    /// <summary>Share of them that must miss in the same direction.</summary>
    private const double SameDirection = 0.8;

    /// <summary>Share of what is sold that the bias must be.</summary>
    private const double LeastShare = 0.05;

    public IEnumerable<Finding> Find(RegionPicture picture) =>
        picture.Stores.Values.Where(s => !(s.Shown?.Days >= Lean.Fewest)).Select(store => Find(picture, store)).OfType<Finding>();

    private static Finding? Find(RegionPicture picture, PicturedStore store)
    {
        double[] residuals = Residuals(store, out double sold);
        if (residuals.Length < FewestOrigins)
            return null;
        double mean = residuals.Average();
        int same = residuals.Count(r => Math.Sign(r) == Math.Sign(mean));
        if (same < SameDirection * residuals.Length || Math.Abs(mean) < LeastShare * sold || mean == 0)
            return null;
        double middle = LevelNoise.Median([.. residuals]);
        double scatter = Math.Max(
            LevelNoise.NormalScale * LevelNoise.Median([.. residuals.Select(r => Math.Abs(r - middle))]), Math.Sqrt(Math.Max(sold, 1)));
        // Beyond twice the deviation of a mean of so many, chance is no explanation.
        double strength = Math.Abs(mean) / (2 * scatter / Math.Sqrt(residuals.Length));
        var of = picture.Series.Where(s => s.StoreId == store.Id).ToList();
        double usual = of.Sum(s => s.Usual);
        return strength < 1
            ? null
            : new Finding
            {
                Kind = WorklistKind.Bias,
                About = Subject.Of(store, of.Count),
                Cause = mean > 0 ? "too low" : "too high",
                Reason = $"In backtests, {same} of {residuals.Length} forecasts of a week were too {(mean > 0 ? "low" : "high")}, by "
                    + $"{Words.Units(mean)} units on average of {Words.Units(sold)} sold.",
                Strength = strength,
                Units = mean,
                Pallets = usual > 0 ? Gathering.Pallets(picture, of, s => mean * s.Usual / usual) : null,
                FirstDay = picture.FirstDay,
                LastDay = picture.LastDay,
                Forecast = store.Ahead,
                Reference = sold,
                Noise = scatter,
            };
    }

    /// <summary>Per past forecast: units sold beyond those predicted, over its first week.</summary>
    private static double[] Residuals(PicturedStore store, out double sold)
    {
        float[] actuals = store.Actual ?? [], predictions = store.Predicted ?? [];
        int horizon = store.Origins == 0 ? 0 : actuals.Length / store.Origins;
        var residuals = new List<double>(store.Origins);
        double sum = 0;
        for (int o = 0; o < store.Origins; o++)
        {
            double actual = 0, predicted = 0;
            for (int h = 0; h < Math.Min(horizon, RegionPicture.DaysAhead); h++)
            {
                actual += actuals[o * horizon + h];
                predicted += predictions[o * horizon + h];
            }

            if (!double.IsFinite(actual - predicted))
                continue;
            residuals.Add(actual - predicted);
            sum += actual;
        }

        sold = residuals.Count == 0 ? 0 : sum / residuals.Count;
        return [.. residuals];
    }
}
