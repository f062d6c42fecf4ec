using Forecast.Domain.Forecasts;
using Forecast.Domain.Worklists;

namespace Forecast.Training.Worklists.Detectors;

/// <summary>What sells for the first time: an item in many stores is one line, a new store another.</summary>
internal sealed class Newcomers : IDetector
{
    /// <summary>Days since the first sale for which something is new.</summary>
    private const int Days = 14;

    public IEnumerable<Finding> Find(RegionPicture picture)
    {
        var fresh = picture.Series.Where(s => s.Class == DemandClass.New && IsFresh(s.Sold.Span));
        foreach (var (about, series) in Gathering.Of(picture, fresh))
        {
            double ahead = series.Sum(s => s.Ahead);
            yield return new Finding
            {
                Kind = WorklistKind.NewSeries,
                About = about,
                Cause = "new",
                Reason = $"First sold within the last {Days} days. {Words.Units(ahead)} units are forecast for the next "
                    + $"{RegionPicture.DaysAhead} days, after items like it rather than its own past.",
                Strength = 1,
                Units = ahead,
                Pallets = Gathering.Pallets(picture, series, s => s.Ahead),
                FirstDay = picture.FirstDay,
                LastDay = picture.LastDay,
                Forecast = ahead,
            };
        }
    }

    private static bool IsFresh(ReadOnlySpan<float> sold)
    {
        int first = 0;
        while (first < sold.Length && !(sold[first] > 0))
            first++;
        return first < sold.Length && first >= sold.Length - Days;
    }
}
