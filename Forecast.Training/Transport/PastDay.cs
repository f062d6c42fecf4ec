using System.Runtime.InteropServices;
using Forecast.Training.Engine.Paths;

namespace Forecast.Training.Transport;

/// <summary>
/// A day of a past forecast: the distribution that would have been told of it, from the other past forecasts that share no day with its
/// own, and what came.
/// </summary>
/// <param name="Window">First day of its forecast.</param>
/// <param name="Date">The day.</param>
/// <param name="Told">Vehicle loads as they would have been told.</param>
/// <param name="Actual">Vehicle loads that were sold.</param>
/// <param name="Slack">Surplus beyond full vehicles that takes no other one.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct PastDay(DateOnly Window, DateOnly Date, QuantileCurve Told, float Actual, double Slack)
{
    /// <summary>Normal score of what came, in the middle of what counts as the same.</summary>
    public double Score => (Told.Above(Actual - Slack) + Told.Above(Actual + Slack)) / 2;

    /// <summary>The days of a total's past forecasts of which something was expected.</summary>
    public static IReadOnlyList<PastDay> Of(TruckBasis loads)
    {
        var basis = loads.Paths;
        int horizon = basis.Mean.Length;
        var days = new List<PastDay>();
        for (int w = 0; w < basis.Origins.Length; w++)
        {
            int[] others = [.. Enumerable.Range(0, basis.Origins.Length).Where(o => IsApart(basis.Origins[o], basis.Origins[w], horizon))];
            if (others.Length < TruckOdds.LeastWindows)
                continue;
            var told = SamplePaths.Days(new PathBasis(
                basis.BacktestPredicted[(w * horizon)..((w + 1) * horizon)], Windows(basis.BacktestActual, others, horizon),
                Windows(basis.BacktestPredicted, others, horizon), [.. others.Select(o => basis.Origins[o])]));
            for (int day = 0; day < horizon; day++)
            {
                if (basis.BacktestPredicted[w * horizon + day] > 0)
                    days.Add(new PastDay(
                        basis.Origins[w], basis.Origins[w].AddDays(day), told[day], basis.BacktestActual[w * horizon + day], loads.Slack));
            }
        }

        return days;
    }

    /// <summary>Whether two forecasts of so many days share no day.</summary>
    public static bool IsApart(DateOnly one, DateOnly other, int horizon) => Math.Abs(one.DayNumber - other.DayNumber) >= horizon;

    private static float[] Windows(float[] values, int[] windows, int horizon) =>
        [.. windows.SelectMany(w => values[(w * horizon)..((w + 1) * horizon)])];
}
