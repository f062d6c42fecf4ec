using Forecast.Domain.Worklists;

namespace Forecast.Training.Worklists.Detectors;

/// <summary>Items of which nothing is forecast though they sold to the last.</summary>
internal sealed class ZeroForecast : IDetector
{
    /// <summary>Share of a usual week below which a forecast is nothing.</summary>
    private const double Nothing = 0.02;

    /// <summary>Units of a usual week from which it matters.</summary>
    private const double FewestUnits = 2;

    public IEnumerable<Finding> Find(RegionPicture picture)
    {
        var silent = picture.Series.Where(s => s.Usual >= FewestUnits && s.Ahead <= Nothing * s.Usual && s.Weeks[^1] > 0);
        foreach (var (about, series) in Gathering.Of(picture, silent))
        {
            double usual = series.Sum(s => s.Usual), last = series.Sum(s => s.Weeks[^1]);
            yield return new Finding
            {
                Kind = WorklistKind.ZeroForecast,
                About = about,
                Cause = "zero",
                Reason = $"Nothing is forecast for the next {RegionPicture.DaysAhead} days, though {Words.Units(last)} units were sold in "
                    + $"the last week and {Words.Units(usual)} in a usual one.",
                Strength = Math.Max(1, usual / series.Sum(s => s.Noise!.Value.Deviation)),
                Units = usual,
                Pallets = Gathering.Pallets(picture, series, s => s.Usual),
                FirstDay = picture.FirstDay,
                LastDay = picture.LastDay,
                Forecast = series.Sum(s => s.Ahead),
                Reference = usual,
                Noise = series.Sum(s => s.Noise!.Value.Deviation),
            };
        }
    }
}
