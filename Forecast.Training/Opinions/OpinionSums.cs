using Forecast.Domain.Forecasts;
using Forecast.Domain.Registry;

namespace Forecast.Training.Opinions;

/// <summary>Adds up, day by day, what three forecasts of some series missed; pool before dividing.</summary>
/// <param name="days">Days scored.</param>
internal sealed class OpinionSums(int days)
{
    /// <summary>Probability of the interval.</summary>
    private const double Coverage = 0.95;

    private readonly HashSet<int> series = [];
    private readonly double[] demand = new double[days], lead = new double[days];
    private readonly Entrant naive = new(), own = new(), independent = new();

    /// <summary>One series after one origin.</summary>
    /// <param name="id">The series.</param>
    /// <param name="firstDay">Index of the first day among those scored.</param>
    /// <param name="scale">What its RMSSE divides by; null where there is none.</param>
    /// <param name="actual">What came; NaN does not count.</param>
    /// <param name="naivePath">Seasonal naive.</param>
    /// <param name="ownPath">Our own forecast.</param>
    /// <param name="independentPath">That of the independent model.</param>
    public void Add(
        int id, int firstDay, double? scale, ReadOnlySpan<float> actual, ReadOnlySpan<float> naivePath, ReadOnlySpan<float> ownPath,
        ReadOnlySpan<float> independentPath)
    {
        bool any = false;
        for (int h = 0; h < actual.Length; h++)
        {
            if (float.IsNaN(actual[h]))
                continue;
            any = true;
            double missed = Math.Abs((double)actual[h] - ownPath[h]), missedByOther = Math.Abs((double)actual[h] - independentPath[h]);
            demand[firstDay + h] += Math.Abs(actual[h]);
            lead[firstDay + h] += missedByOther - missed;
            naive.Missed += Math.Abs((double)actual[h] - naivePath[h]);
            own.Missed += missed;
            independent.Missed += missedByOther;
        }

        if (!any)
            return;
        series.Add(id);
        naive.Add(PointAccuracy.Rmsse(actual, naivePath, scale));
        own.Add(PointAccuracy.Rmsse(actual, ownPath, scale));
        independent.Add(PointAccuracy.Rmsse(actual, independentPath, scale));
    }

    /// <summary>The scores; the interval is drawn in blocks of so many days with that seed.</summary>
    public OpinionScore Result(DemandClass? of, int block, int seed)
    {
        double sold = demand.Sum();
        var interval = BlockBootstrap.RatioInterval(lead, demand, block, Coverage, new Random(seed));
        return new OpinionScore(
            of, series.Count, Share(naive.Missed), Share(own.Missed), Share(independent.Missed), naive.Rmsse, own.Rmsse, independent.Rmsse,
            Share(lead.Sum()), interval?.Lower, interval?.Upper);

        double? Share(double units) => sold > 0 ? units / sold : null;
    }

    private sealed class Entrant
    {
        private double sum;
        private int count;

        public double Missed { get; set; }

        public double? Rmsse => count > 0 ? sum / count : null;

        public void Add(double? rmsse)
        {
            if (rmsse is not { } value)
                return;
            sum += value;
            count++;
        }
    }
}
