using Forecast.Domain.Worklists;

namespace Forecast.Training.Worklists.Detectors;

/// <summary>Demand that is expected far above or below recent weeks.</summary>
internal sealed class DemandShift : IDetector
{
    public IEnumerable<Finding> Find(RegionPicture picture)
    {
        var lines = new ShiftLines(picture, series => (series.Ahead, series.Usual));
        foreach (int sign in (int[])[1, -1])
        {
            foreach (var line in lines.In(sign))
                yield return ToFinding(picture, line, sign);
        }
    }

    private static Finding ToFinding(RegionPicture picture, ShiftLine line, int sign) => new()
    {
        Kind = sign > 0 ? WorklistKind.DemandAbove : WorklistKind.DemandBelow,
        About = line.About,
        Cause = line.Cause,
        Reason = Reason(picture, line),
        Strength = Math.Max(1, line.Shift.Strength(line.Threshold)),
        Units = line.Shift.Units,
        Pallets = Gathering.Pallets(picture, line.Members, s => s.Ahead - s.Usual),
        FirstDay = picture.FirstDay,
        LastDay = picture.LastDay,
        Forecast = line.Shift.Expected,
        Reference = line.Shift.Reference,
        Noise = line.Shift.Noise,
    };

    private static string Reason(RegionPicture picture, ShiftLine line)
    {
        var (expected, reference, noise) = line.Shift;
        return $"{Words.Units(expected)} units are forecast for the next {RegionPicture.DaysAhead} days, "
            + $"{Words.Times(expected, reference)} the {Words.Units(reference)} of a usual recent week; such weeks scatter by "
            + $"{Words.Units(noise)}.{(line.Cause == "promotion" ? " A promotion is planned." : Words.Holidays(picture))}";
    }
}
