using Forecast.Domain.Transport;
using Forecast.Training.Engine.Paths;
using Forecast.Training.Numerics;

namespace Forecast.Training.Transport;

/// <summary>
/// Backtest of odds at their own level, all routes or all stores of a region: each past day is told odds as if it were ahead, by
/// distributions and a calibration that come from past forecasts that share no day with its own, and held against what was sold.
/// </summary>
internal sealed class OddsCheck
{
    /// <summary>Per range of <see cref="RegionTransport.Ends"/>: days, Σ odds stated, and days that needed another vehicle.</summary>
    public int[] Days { get; } = new int[RegionTransport.Bins];

    /// <summary>Σ of odds stated.</summary>
    public double[] Stated { get; } = new double[RegionTransport.Bins];

    /// <summary>Days that needed another vehicle.</summary>
    public int[] Happened { get; } = new int[RegionTransport.Bins];

    /// <summary>How distributions of this level are calibrated, by all of their past days.</summary>
    public ScoreCalibration Calibration { get; private init; } = ScoreCalibration.None;

    /// <summary>The check of the past days of one level.</summary>
    public static OddsCheck Of(IReadOnlyList<PastDay> past, int horizon)
    {
        var windows = past.AsParallel().AsOrdered().Select(d => (Day: d, d.Score)).ToList().GroupBy(d => d.Day.Window).ToList();
        var check = new OddsCheck { Calibration = Learn(windows) };
        foreach (var window in windows)
        {
            var calibration = Learn(windows.Where(other => PastDay.IsApart(other.Key, window.Key, horizon)));
            foreach (var (day, _) in window)
                check.Add(day, calibration);
        }

        return check;
    }

    private static ScoreCalibration Learn(IEnumerable<IEnumerable<(PastDay Day, double Score)>> windows)
    {
        var days = windows.SelectMany(w => w).ToList();
        return ScoreCalibration.Learn([.. days.Select(d => d.Score)], days.Select(d => d.Day.Date).Distinct().Count());
    }

    private void Add(PastDay day, ScoreCalibration calibration)
    {
        int trucks = TruckOdds.Whole((float)day.Told.At(calibration.At(0)));
        double odds = 1 - Normal.Cdf(calibration.Of(day.Told.Above(trucks + WholeLoads.Slack)));
        int bin = RegionTransport.Ends.Count(end => odds >= end);
        Days[bin]++;
        Stated[bin] += odds;
        Happened[bin] += TruckOdds.Whole(day.Actual) > trucks ? 1 : 0;
    }
}
