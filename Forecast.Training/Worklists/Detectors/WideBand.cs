using Forecast.Domain.Worklists;

namespace Forecast.Training.Worklists.Detectors;

/// <summary>Forecasts whose band is far wider than recent weeks have scattered.</summary>
internal sealed class WideBand : IDetector
{
    /// <summary>Times the deviation of recent weeks from which a band is wide.</summary>
    private const double Times = 3;

    /// <summary>Deviations of a normal distribution between its levels 0.1 and 0.9.</summary>
    private const double Between = 2.563;

    public IEnumerable<Finding> Find(RegionPicture picture)
    {
        var wide = picture.Series.Where(s => s.IsGoing && s.Noise is { } noise && Deviation(s) >= Times * noise.Deviation);
        foreach (var (about, series) in Gathering.Of(picture, wide))
        {
            double deviation = series.Sum(Deviation), noise = series.Sum(s => s.Noise!.Value.Deviation), ahead = series.Sum(s => s.Ahead);
            yield return new Finding
            {
                Kind = WorklistKind.WideBand,
                About = about,
                Cause = "wide",
                Reason = $"The forecast of {Words.Units(ahead)} units for the next {RegionPicture.DaysAhead} days may be out by "
                    + $"{Words.Units(deviation)}, {Words.Times(deviation, noise)} what recent weeks scattered by.",
                Strength = deviation / (Times * noise),
                Units = deviation,
                Pallets = Gathering.Pallets(picture, series, Deviation),
                FirstDay = picture.FirstDay,
                LastDay = picture.LastDay,
                Forecast = ahead,
                Reference = series.Sum(s => s.Usual),
                Noise = noise,
            };
        }
    }

    /// <summary>Of the sum of the days ahead, as if they missed independently of each other: the least that their bands say.</summary>
    private static double Deviation(PicturedSeries series)
    {
        double sum = 0;
        for (int d = 0; d < series.P90.Length; d++)
        {
            double day = (series.P90[d] - series.P10[d]) / Between;
            sum += day * day;
        }

        return Math.Sqrt(sum);
    }
}
