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
    /// <summary>Days on which another vehicle was needed at which what they show of the odds weighs as much as the odds as told.</summary>
    private const double PriorHappened = 5;

    /// <summary>Per range of <see cref="RegionTransport.Ends"/>: days, Σ odds stated, and days that needed another vehicle.</summary>
    public int[] Days { get; } = new int[RegionTransport.Bins];

    /// <summary>Σ of odds stated.</summary>
    public double[] Stated { get; } = new double[RegionTransport.Bins];

    /// <summary>Days that needed another vehicle.</summary>
    public int[] Happened { get; } = new int[RegionTransport.Bins];

    /// <summary>How odds of this level are calibrated, by all of its past days.</summary>
    public OddsCalibration Calibration { get; private init; } = OddsCalibration.None;

    /// <summary>The check of the past days of one level.</summary>
    public static OddsCheck Of(IReadOnlyList<PastDay> past, int horizon)
    {
        var scored = past.AsParallel().AsOrdered().Select(d => (Day: d, d.Score)).ToList().GroupBy(d => d.Day.Window).ToList();
        var told = scored.Select(w =>
        {
            var scores = Learn(scored.Where(other => PastDay.IsApart(other.Key, w.Key, horizon)));
            return (Window: w.Key, Days: w.Select(d => Tell(d.Day, scores)).ToList());
        }).ToList();
        var check = new OddsCheck { Calibration = new OddsCalibration(Learn(scored), Factor(told.SelectMany(t => t.Days))) };
        foreach (var (window, days) in told)
        {
            double factor = Factor(told.Where(t => PastDay.IsApart(t.Window, window, horizon)).SelectMany(t => t.Days));
            foreach (var (odds, happened) in days)
                check.Add(OddsCalibration.Times(odds, factor), happened);
        }

        return check;
    }

    private static ScoreCalibration Learn(IEnumerable<IEnumerable<(PastDay Day, double Score)>> windows)
    {
        var days = windows.SelectMany(w => w).ToList();
        return ScoreCalibration.Learn([.. days.Select(d => d.Score)], days.Select(d => d.Day.Date).Distinct().Count());
    }

    private static (double Odds, bool Happened) Tell(PastDay day, ScoreCalibration scores)
    {
        double trucks = WholeLoads.Of(day.Told.At(scores.At(0)), day.Slack);
        return (1 - Normal.Cdf(scores.Of(day.Told.Above(trucks + day.Slack))), WholeLoads.Of(day.Actual, day.Slack) > trucks);
    }

    private static double Factor(IEnumerable<(double Odds, bool Happened)> days)
    {
        var (stated, happened) = days.Aggregate(
            (Stated: PriorHappened, Happened: PriorHappened), (sum, d) => (sum.Stated + d.Odds, sum.Happened + (d.Happened ? 1 : 0)));
        return happened / stated;
    }

    private void Add(double odds, bool happened)
    {
        int bin = RegionTransport.Ends.Count(end => odds >= end);
        Days[bin]++;
        Stated[bin] += odds;
        Happened[bin] += happened ? 1 : 0;
    }
}
