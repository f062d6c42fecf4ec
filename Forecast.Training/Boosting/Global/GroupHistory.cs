using Forecast.Training.Panels;


namespace Forecast.Training.Boosting.Global;

/// <summary>
/// Mean demand per day of the series that share a store, or a category in it: what hits them all shows here with far less noise. As in
/// <see cref="SeriesHistory"/>, what is asked for up to a day depends on no later day.
/// </summary>
internal sealed class GroupHistory
{
    private const int Week = 7;

    private readonly int[] groupOf; // per series
    private readonly float[][] value; // per group and day, NaN if no series is known
    private readonly double[][] sum;
    private readonly int[][] count;

    private GroupHistory(int[] groupOf, int groups)
    {
        this.groupOf = groupOf;
        (value, sum, count) = (new float[groups][], new double[groups][], new int[groups][]);
    }

    /// <summary>Null if the key pools nothing: it is unknown, or each series has its own.</summary>
    internal static GroupHistory? Of(GlobalPanel global, Func<PanelSeries, long> key, int threads, CancellationToken ct)
    {
        var panel = global.Panel;
        var codes = new Dictionary<long, int>();
        var groups = new int[panel.Series.Count];
        for (int s = 0; s < groups.Length; s++)
        {
            long code = key(panel.Series[s]);
            if (!codes.TryGetValue(code, out groups[s]))
                codes[code] = groups[s] = codes.Count;
        }

        if (codes.Count * 2 > groups.Length || (codes.Count == 1 && codes.ContainsKey(-1)))
            return null;
        var history = new GroupHistory(groups, codes.Count);
        var members = Enumerable.Range(0, groups.Length).ToLookup(s => groups[s]);
        Parallel.For(0, codes.Count, new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = ct }, g =>
            history.Sum(global, g, members[g]));
        return history;
    }

    private void Sum(GlobalPanel global, int group, IEnumerable<int> members)
    {
        var panel = global.Panel;
        int days = panel.Days, known = days + panel.Horizon;
        var (total, n) = (new double[days], new int[days]);
        foreach (int s in members)
        {
            var quantity = panel.Sold.AsSpan(s * days, days);
            var open = panel.Open is null ? default : panel.Open.AsSpan(s * known, days);
            bool sold = global.SoldBefore(s);
            for (int t = 0; t < days; t++)
            {
                float y = quantity[t];
                sold |= y > 0;
                if (!sold || !(y >= 0) || float.IsInfinity(y) || (!open.IsEmpty && open[t] == 0))
                    continue;
                total[t] += y;
                n[t]++;
            }
        }

        (value[group], sum[group], count[group]) = (new float[days], new double[days + 1], new int[days + 1]);
        for (int t = 0; t < days; t++)
        {
            double mean = n[t] == 0 ? double.NaN : total[t] / n[t];
            value[group][t] = (float)mean;
            sum[group][t + 1] = sum[group][t] + (n[t] == 0 ? 0 : mean);
            count[group][t + 1] = count[group][t] + (n[t] == 0 ? 0 : 1);
        }
    }

    internal float At(int series, int day) => (uint)day < (uint)value[groupOf[series]].Length ? value[groupOf[series]][day] : float.NaN;

    /// <summary>Mean over the days [from, to] on which any series of the group is known.</summary>
    internal float Mean(int series, int from, int to)
    {
        if (to < 0)
            return float.NaN;
        var (sums, counts) = (sum[groupOf[series]], count[groupOf[series]]);
        from = Math.Clamp(from, 0, to + 1);
        int n = counts[to + 1] - counts[from];
        return n == 0 ? float.NaN : (float)((sums[to + 1] - sums[from]) / n);
    }

    /// <summary>Mean of the known ones among day, day − 7, … <paramref name="weeks"/> days in all.</summary>
    internal float WeekdayMean(int series, int day, int weeks)
    {
        double total = 0;
        int n = 0;
        for (int w = 0; w < weeks; w++)
        {
            float y = At(series, day - (Week * w));
            if (float.IsNaN(y))
                continue;
            total += y;
            n++;
        }

        return n == 0 ? float.NaN : (float)(total / n);
    }
}
