using Forecast.Domain.Worklists;

namespace Forecast.Training.Worklists.Detectors;

/// <summary>Forecasts of the same days that have moved since the one before by more than such weeks scatter.</summary>
internal sealed class ForecastChange : IDetector
{
    /// <summary>Days that both forecasts must be about.</summary>
    private const int FewestDays = 3;

    public IEnumerable<Finding> Find(RegionPicture picture)
    {
        var lines = new ShiftLines(picture, Compare);
        foreach (int sign in (int[])[1, -1])
        {
            foreach (var line in lines.In(sign))
                yield return ToFinding(picture, line);
        }
    }

    private static (double Expected, double Reference)? Compare(PicturedSeries series)
    {
        int days = Math.Min(series.Before.Length, series.Mean.Length);
        if (days < FewestDays)
            return null;
        double now = 0, before = 0;
        for (int d = 0; d < days; d++)
            (now, before) = (now + series.Mean[d], before + series.Before[d]);
        return (now, before);
    }

    private static Finding ToFinding(RegionPicture picture, ShiftLine line)
    {
        int days = line.Members.Max(m => Math.Min(m.Before.Length, m.Mean.Length));
        var (expected, reference, noise) = line.Shift;
        var last = picture.Origin.AddDays(days);
        return new Finding
        {
            Kind = WorklistKind.ForecastChanged,
            About = line.About,
            Cause = $"{line.Cause} {(line.Shift.Units > 0 ? "up" : "down")}",
            Reason = $"{Words.Units(expected)} units are forecast for the {days} days up to {Words.Day(last)}, where the forecast before "
                + $"had {Words.Units(reference)}; such weeks scatter by {Words.Units(noise)}.",
            Strength = Math.Max(1, line.Shift.Strength(line.Threshold)),
            Units = line.Shift.Units,
            Pallets = Gathering.Pallets(picture, line.Members, s => Compare(s) is { } c ? c.Expected - c.Reference : 0),
            FirstDay = picture.FirstDay,
            LastDay = last,
            Forecast = expected,
            Reference = reference,
            Noise = noise,
        };
    }
}
