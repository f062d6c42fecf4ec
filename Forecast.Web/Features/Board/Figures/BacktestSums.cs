using Forecast.Domain.Forecasts;

namespace Forecast.Web.Features.Board.Figures;

/// <summary>
/// Backtests of a selection of stores, summed per origin and step: from these the selection's own interval is calibrated, because
/// quantiles do not add up. A store-day without known sales is left out on both sides.
/// </summary>
internal sealed record BacktestSums(int Origins, int Horizon, float[] Actual, float[] Predicted)
{
    public static BacktestSums Of(IReadOnlyList<StoreOutlook> outlooks)
    {
        int horizon = outlooks.Count == 0 ? 0 : outlooks.Max(o => o.Mean.Length);
        var origins = SharedOrigins(outlooks);
        var actual = new float[origins.Count * horizon];
        var predicted = new float[origins.Count * horizon];
        var known = new bool[origins.Count * horizon];
        foreach (var outlook in outlooks)
        {
            int steps = outlook.Mean.Length;
            for (int o = 0; o < origins.Count; o++)
            {
                int found = Array.IndexOf(outlook.BacktestOrigins, origins[o]);
                if (found < 0)
                    continue;
                int from = found * steps;
                for (int step = 0; step < steps; step++)
                {
                    float sold = outlook.BacktestActual[from + step];
                    if (float.IsNaN(sold))
                        continue;
                    int at = o * horizon + step;
                    known[at] = true;
                    actual[at] += sold;
                    predicted[at] += outlook.BacktestPredicted[from + step];
                }
            }
        }

        for (int at = 0; at < known.Length; at++)
        {
            if (!known[at])
                actual[at] = float.NaN;
        }

        return new BacktestSums(origins.Count, horizon, actual, predicted);
    }

    /// <summary>The 80 % interval around each day of a mean path.</summary>
    public QuantileBand Daily(float[] mean) => AggregateInterval.At(QuantileLevel.P10, QuantileLevel.P90, mean, Actual, Predicted, Origins);

    /// <summary>The 80 % interval of the sum over some steps; null without a single complete backtest.</summary>
    public (double Lower, double Upper)? Total(double mean, int firstStep, int steps)
    {
        int last = Math.Min(firstStep + steps, Horizon);
        if (firstStep >= last)
            return null;
        var actual = new List<float>(Origins);
        var predicted = new List<float>(Origins);
        for (int o = 0; o < Origins; o++)
        {
            float a = 0, p = 0;
            for (int at = o * Horizon + firstStep; at < o * Horizon + last; at++)
            {
                a += Actual[at];
                p += Predicted[at];
            }

            if (float.IsNaN(a) || p <= 0)
                continue;
            actual.Add(a);
            predicted.Add(p);
        }

        if (actual.Count == 0)
            return null;
        var band = AggregateInterval.At(QuantileLevel.P10, QuantileLevel.P90, [(float)mean], [.. actual], [.. predicted], actual.Count);
        return (band.Lower[0], band.Upper[0]);
    }

    /// <summary>
    /// Origins that every store was backtested at. Stores refreshed on different days share few; then the newest store's origins are
    /// used and the interval, being relative, rests on the stores that have them.
    /// </summary>
    private static IReadOnlyList<DateOnly> SharedOrigins(IReadOnlyList<StoreOutlook> outlooks)
    {
        if (outlooks.Count == 0)
            return [];
        var newest = outlooks.MaxBy(o => o.Origin)!.BacktestOrigins;
        IEnumerable<DateOnly> shared = newest;
        foreach (var origins in outlooks.Select(o => o.BacktestOrigins).Distinct(SameDays.Instance))
            shared = shared.Intersect(origins);
        DateOnly[] all = [.. shared.Order()];
        return all.Length * 2 >= newest.Length ? all : newest;
    }

    private sealed class SameDays : IEqualityComparer<DateOnly[]>
    {
        public static readonly SameDays Instance = new();

        public bool Equals(DateOnly[]? x, DateOnly[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode(DateOnly[] days) => days.Length == 0 ? 0 : HashCode.Combine(days.Length, days[0], days[^1]);
    }
}
