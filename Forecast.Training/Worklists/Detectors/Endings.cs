using Forecast.Domain.Worklists;
using Forecast.Training.Engine;

namespace Forecast.Training.Worklists.Detectors;

/// <summary>What seems to have stopped for good, for as long as the weeks looked at remember it.</summary>
internal sealed class Endings : IDetector
{
    public IEnumerable<Finding> Find(RegionPicture picture)
    {
        var ended = picture.Series.Where(s => s.Method == Reasons.Ended && Before(s) > 0);
        foreach (var (about, series) in Gathering.Of(picture, ended))
        {
            double before = series.Sum(Before);
            yield return new Finding
            {
                Kind = WorklistKind.EndedSeries,
                About = about,
                Cause = "ended",
                Reason = $"It stopped selling while others went on; it used to sell {Words.Units(before)} units a week. Nothing is "
                    + "forecast until it sells again.",
                Strength = 1,
                Units = -before,
                Pallets = Gathering.Pallets(picture, series, s => -Before(s)),
                FirstDay = picture.FirstDay,
                LastDay = picture.LastDay,
                Reference = before,
            };
        }
    }

    /// <summary>Units of a week while it still sold; 0 where it did not in the weeks looked at.</summary>
    private static double Before(PicturedSeries series) => series.Weeks.Where(w => w > 0).DefaultIfEmpty(0).Average();
}
