using System.Runtime.CompilerServices;

namespace Forecast.Training.Boosting.Global;

/// <summary>
/// One series, prepared so that any mean over days up to an origin costs one subtraction. Every array at day t depends on days up to t
/// alone; what is known ahead is asked for by day. One instance is loaded again and again, so nothing is allocated per series.
/// </summary>
internal sealed class SeriesHistory
{
    private const int Week = 7;

    private readonly double[] sum, zeros, squares;
    private readonly int[] count;
    private readonly double[] weekdaySum; // at t + 7: Σ of t, t − 7, t − 14 …
    private readonly int[] weekdayCount;
    private readonly double[] promotedSum;
    private readonly int[] promotedCount;
    private readonly int[] lastSale;
    private readonly double[] stepSum;
    private readonly int[] stepCount;

    internal SeriesHistory(int days)
    {
        Value = new float[days];
        (sum, zeros, squares, count) = (new double[days + 1], new double[days + 1], new double[days + 1], new int[days + 1]);
        (weekdaySum, weekdayCount) = (new double[days + Week], new int[days + Week]);
        (promotedSum, promotedCount) = (new double[days + 1], new int[days + 1]);
        (FastLevel, SlowLevel, lastSale) = (new float[days], new float[days], new int[days]);
        (stepSum, stepCount) = (new double[days], new int[days]);
    }

    /// <summary>
    /// Demand by day; NaN where nothing can be learned: not loaded, closed, impossible, before the first sale. Estimated where stocked out.
    /// </summary>
    internal float[] Value { get; }

    /// <summary>Exponentially smoothed demand, a memory of some four days.</summary>
    internal float[] FastLevel { get; }

    /// <summary>Likewise, of some twenty days.</summary>
    internal float[] SlowLevel { get; }

    /// <summary>First day with demand; negative if that was before the panel, the number of days if there is none.</summary>
    internal int First { get; private set; }

    internal void Load(GlobalPanel global, int series)
    {
        var panel = global.Panel;
        int days = panel.Days, known = days + panel.Horizon;
        var demand = panel.Demand.AsSpan(series * days, days);
        var open = panel.Open is null ? default : panel.Open.AsSpan(series * known, days);
        var promotion = panel.Promotion is null ? default : panel.Promotion.AsSpan(series * known, days);
        First = global.SoldBefore(series) ? global.FirstSale![series] - panel.FirstDay.DayNumber : days;
        for (int t = 0; t < days; t++)
        {
            float y = demand[t];
            bool hidden = !(y >= 0) || float.IsInfinity(y) || (!open.IsEmpty && open[t] == 0);
            if (!hidden && y > 0 && First == days)
                First = t;
            Value[t] = hidden || First == days ? float.NaN : y;
            Extend(t, !promotion.IsEmpty && promotion[t] > 0);
        }
    }

    // Called day by day: on its own it would run uncompiled for as long as a refresh takes.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Extend(int t, bool promoted)
    {
        float y = Value[t];
        bool known = !float.IsNaN(y);
        double add = known ? y : 0;
        int one = known ? 1 : 0;
        sum[t + 1] = sum[t] + add;
        squares[t + 1] = squares[t] + (add * add);
        count[t + 1] = count[t] + one;
        zeros[t + 1] = zeros[t] + (known && y == 0 ? 1 : 0);
        weekdaySum[t + Week] = weekdaySum[t] + add;
        weekdayCount[t + Week] = weekdayCount[t] + one;
        promotedSum[t + 1] = promotedSum[t] + (promoted ? add : 0);
        promotedCount[t + 1] = promotedCount[t] + (promoted ? one : 0);
        float fast = t == 0 ? float.NaN : FastLevel[t - 1], slow = t == 0 ? float.NaN : SlowLevel[t - 1];
        FastLevel[t] = !known ? fast : float.IsNaN(fast) ? y : fast + (0.25f * (y - fast));
        SlowLevel[t] = !known ? slow : float.IsNaN(slow) ? y : slow + (0.05f * (y - slow));
        lastSale[t] = y > 0 ? t : t == 0 ? -1 : lastSale[t - 1];
        float step = t == 0 ? float.NaN : y - Value[t - 1];
        bool stepped = !float.IsNaN(step);
        stepSum[t] = (t == 0 ? 0 : stepSum[t - 1]) + (stepped ? (double)step * step : 0);
        stepCount[t] = (t == 0 ? 0 : stepCount[t - 1]) + (stepped ? 1 : 0);
    }

    internal float At(int day) => (uint)day < (uint)Value.Length ? Value[day] : float.NaN;

    /// <summary>Mean of the known days in [from, to]; NaN if there are none.</summary>
    internal float Mean(int from, int to) => Ratio(sum, count, from, to);

    /// <summary>Share of known days in [from, to] without a sale.</summary>
    internal float ZeroShare(int from, int to) => Ratio(zeros, count, from, to);

    /// <summary>Standard deviation over the known days in [from, to].</summary>
    internal float Deviation(int from, int to)
    {
        float mean = Mean(from, to);
        return MathF.Sqrt(MathF.Max(0, Ratio(squares, count, from, to) - (mean * mean)));
    }

    internal int Known(int from, int to) => to < 0 ? 0 : count[to + 1] - count[Math.Clamp(from, 0, to + 1)];

    /// <summary>Mean of the known ones among day, day − 7, … <paramref name="weeks"/> days in all.</summary>
    internal float WeekdayMean(int day, int weeks)
    {
        if (day < 0)
            return float.NaN;
        int before = day - (Week * weeks);
        while (before < -Week)
            before += Week; // nothing was before the first week
        int n = weekdayCount[day + Week] - weekdayCount[before + Week];
        return n == 0 ? float.NaN : (float)((weekdaySum[day + Week] - weekdaySum[before + Week]) / n);
    }

    /// <summary>Mean of the known days in [from, to] with or without a promotion, and how many there are.</summary>
    internal (double Sum, int Count) Promoted(int from, int to, bool promoted)
    {
        from = Math.Clamp(from, 0, to + 1);
        double with = promotedSum[to + 1] - promotedSum[from];
        int days = promotedCount[to + 1] - promotedCount[from];
        return promoted ? (with, days) : (sum[to + 1] - sum[from] - with, count[to + 1] - count[from] - days);
    }

    /// <summary>Days since the last sale, as seen on <paramref name="day"/>.</summary>
    internal float SinceSale(int day) => lastSale[day] >= 0 ? day - lastSale[day] : First < 0 ? float.PositiveInfinity : float.NaN;

    /// <summary>Mean squared difference of neighbouring days up to <paramref name="last"/>; NaN if there are none.</summary>
    internal double SquaredSteps(int last) => stepCount[last] == 0 ? double.NaN : stepSum[last] / stepCount[last];

    private static float Ratio(double[] sums, int[] counts, int from, int to)
    {
        if (to < 0)
            return float.NaN;
        from = Math.Clamp(from, 0, to + 1);
        int n = counts[to + 1] - counts[from];
        return n == 0 ? float.NaN : (float)((sums[to + 1] - sums[from]) / n);
    }
}
