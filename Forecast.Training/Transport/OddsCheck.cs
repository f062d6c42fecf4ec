using Forecast.Domain.Transport;
using Forecast.Training.Engine.Paths;

namespace Forecast.Training.Transport;

/// <summary>
/// Backtest of odds at their own level: each past forecast is told odds as if it were today's, from the other past forecasts that share no
/// day with it, and held against what was sold.
/// </summary>
internal sealed class OddsCheck
{
    /// <summary>Per range of <see cref="RegionTransport.Ends"/>: days, Σ odds stated, and days that needed another vehicle.</summary>
    public int[] Days { get; } = new int[RegionTransport.Bins];

    /// <summary>Σ of odds stated.</summary>
    public double[] Stated { get; } = new double[RegionTransport.Bins];

    /// <summary>Days that needed another vehicle.</summary>
    public int[] Happened { get; } = new int[RegionTransport.Bins];

    /// <summary>The check of one total.</summary>
    public static OddsCheck Of(PathBasis basis)
    {
        var check = new OddsCheck();
        int horizon = basis.Mean.Length;
        for (int w = 0; w < basis.Origins.Length; w++)
        {
            int[] others = [.. Enumerable.Range(0, basis.Origins.Length)
                .Where(o => Math.Abs(basis.Origins[o].DayNumber - basis.Origins[w].DayNumber) >= horizon)];
            if (others.Length < TruckOdds.LeastWindows)
                continue;
            var days = SamplePaths.Days(new PathBasis(
                basis.BacktestPredicted[(w * horizon)..((w + 1) * horizon)], Windows(basis.BacktestActual, others, horizon),
                Windows(basis.BacktestPredicted, others, horizon), [.. others.Select(o => basis.Origins[o])]));
            for (int day = 0; day < horizon; day++)
                check.Add(days[day], basis.BacktestPredicted[w * horizon + day], basis.BacktestActual[w * horizon + day]);
        }

        return check;
    }

    /// <summary>Takes another check's days in.</summary>
    public void Add(OddsCheck other)
    {
        for (int bin = 0; bin < Days.Length; bin++)
        {
            Days[bin] += other.Days[bin];
            Stated[bin] += other.Stated[bin];
            Happened[bin] += other.Happened[bin];
        }
    }

    private void Add(QuantileCurve day, float forecast, float actual)
    {
        if (forecast <= 0)
            return; // Nothing was known of the day, or nothing was to be expected.
        int trucks = TruckOdds.Whole((float)day.At(0));
        double odds = TruckOdds.Exceeding(day, trucks);
        int bin = RegionTransport.Ends.Count(end => odds >= end);
        Days[bin]++;
        Stated[bin] += odds;
        Happened[bin] += TruckOdds.Whole(actual) > trucks ? 1 : 0;
    }

    private static float[] Windows(float[] values, int[] windows, int horizon) =>
        [.. windows.SelectMany(w => values[(w * horizon)..((w + 1) * horizon)])];
}
