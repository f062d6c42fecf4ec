using System.Globalization;
using Forecast.Domain.Accuracy;
using Forecast.Domain.Worklists;

namespace Forecast.Training.Worklists.Detectors;

/// <summary>
/// Stores whose forecasts leaned to one side over the last four weeks, by what was on show a day before; the same rule as the bias watch of
/// the page Accuracy.
/// </summary>
internal sealed class PublishedBias : IDetector
{
    public IEnumerable<Finding> Find(RegionPicture picture) =>
        picture.Stores.Values.Where(s => s.Shown is { IsLasting: true }).Select(store => Line(picture, store, store.Shown!));

    private static Finding Line(RegionPicture picture, PicturedStore store, Lean lean)
    {
        var of = picture.Series.Where(s => s.StoreId == store.Id).ToList();
        double usual = of.Sum(s => s.Usual), week = -lean.SignedError / lean.Days * RegionPicture.DaysAhead;
        return new Finding
        {
            Kind = WorklistKind.Bias,
            About = Subject.Of(store, of.Count),
            Cause = week > 0 ? "too low" : "too high",
            Reason = string.Create(CultureInfo.InvariantCulture,
                $"Over the last {lean.Days} days scored, what was on show a day before was too {(week > 0 ? "low" : "high")} by "
                    + $"{100 * Math.Abs(lean.Bias!.Value):0.#} % of what was sold, {Words.Units(week)} units a week."),
            Strength = lean.Strength,
            Units = week,
            Pallets = usual > 0 ? Gathering.Pallets(picture, of, s => week * s.Usual / usual) : null,
            FirstDay = picture.FirstDay,
            LastDay = picture.LastDay,
            Forecast = store.Ahead,
            Reference = lean.Actual / lean.Days * RegionPicture.DaysAhead,
            Noise = Math.Sqrt(lean.SquaredError / lean.Days * RegionPicture.DaysAhead),
        };
    }
}
