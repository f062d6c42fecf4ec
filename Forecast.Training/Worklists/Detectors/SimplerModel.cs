using Forecast.Domain.Worklists;
using Forecast.Training.Models;

namespace Forecast.Training.Worklists.Detectors;

/// <summary>Series that repeat last week where a better method was in use before.</summary>
internal sealed class SimplerModel : IDetector
{
    public IEnumerable<Finding> Find(RegionPicture picture)
    {
        var fallen = picture.Series.Where(
            s => s.Method == SeasonalNaive.Name && s.MethodBefore.Length > 0 && s.MethodBefore != s.Method && s.Noise is not null);
        foreach (var (about, series) in Gathering.Of(picture, fallen))
        {
            double ahead = series.Sum(s => s.Ahead);
            yield return new Finding
            {
                Kind = WorklistKind.FellBack,
                About = about,
                Cause = "simpler",
                Reason = $"The forecast repeats last week, where it was made by {series[0].MethodBefore} before: no method did better in "
                    + "the last backtests.",
                Strength = 1,
                Units = ahead,
                Pallets = Gathering.Pallets(picture, series, s => s.Ahead),
                FirstDay = picture.FirstDay,
                LastDay = picture.LastDay,
                Forecast = ahead,
                Reference = series.Sum(s => s.Usual),
                Noise = series.Sum(s => s.Noise!.Value.Deviation),
            };
        }
    }
}
