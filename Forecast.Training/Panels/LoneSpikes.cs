using System.Numerics;
using Forecast.Training.Numerics;

namespace Forecast.Training.Panels;

/// <summary>
/// Finds sales that stand alone: a typing mistake, a bulk order. They are far beyond what any other day of the year before reached, one
/// excepted, and beyond where the tail of those days leads (Hill, 1975). Two such days a year stand alone; a third one is a new level.
/// </summary>
/// <remarks>
/// Only days before count, so that backtests see nothing beyond their origin and an update judges as a fit would; but a series' first weeks
/// are judged together, since nothing was usual before them. One instance serves one worker.
/// </remarks>
internal sealed class LoneSpikes(Panel panel)
{
    /// <summary>Days before that tell what is usual: a year and the weeks around the same day of the last one.</summary>
    private const int Reach = 400;

    /// <summary>First weeks of a series, judged together.</summary>
    private const int LaunchDays = 28;

    /// <summary>Other days with sales without which nothing is usual.</summary>
    private const int FewestSales = 3;

    /// <summary>How many times its mean selling day a series' day must reach to be looked at.</summary>
    private const float TimesMean = 3;

    /// <summary>Days that tell the tail, the largest of all apart: it may be a mistake itself.</summary>
    private const int TailDays = 12;

    /// <summary>Share of days that may sell as much by the series' own tail.</summary>
    private const double UnlikelyByTail = 1e-7;

    /// <summary>How much further a day must be off that promotion, price or holiday may explain, or where no tail is known.</summary>
    private const double Lenience = 3;

    /// <summary>A price below this share of the quarter's highest may multiply sales.</summary>
    private const float LowPrice = 0.8f;

    private const int PriceDays = 91, Year = 364, AroundYear = 7, DaysBefore = 2, DaysAfter = 1;

    private readonly DemandAround around = new(panel);
    private readonly HashSet<int> holidays =
        [.. (panel.Holidays ?? []).SelectMany(h => Enumerable.Range(h.Day.DayNumber - DaysBefore, DaysBefore + 1 + DaysAfter))];
    private readonly double[] others = new double[Reach + LaunchDays];
    private int count;

    /// <summary>
    /// Adds the places and usual values of a series' lone spikes; NaN where promotion, price or holiday keep from saying what is usual.
    /// </summary>
    public void Find(int series, List<(int At, float Usual)> found)
    {
        var sold = panel.Quantity.AsSpan(series * panel.Days, panel.Days);
        float bar = Bar(sold);
        if (float.IsPositiveInfinity(bar))
            return;
        int first = FirstSales.Index(panel, series);
        bool whole = IsWhole(sold);
        for (int t = first; t < sold.Length; t++)
        {
            if (sold[t] <= bar || !IsKnown(series, t) || !StandsAlone(series, t, first, whole))
                continue;
            found.Add((series * panel.Days + t, Usual(series, t, first, whole)));
        }
    }

    /// <summary>What a day must exceed to be looked at; infinite if none does. Most series end here, so it takes vectors of days.</summary>
    private static float Bar(ReadOnlySpan<float> sold)
    {
        Vector<float> sum = Vector<float>.Zero, days = Vector<float>.Zero, most = Vector<float>.Zero;
        var largest = new Vector<float>(float.MaxValue);
        int t = 0;
        for (; t <= sold.Length - Vector<float>.Count; t += Vector<float>.Count)
        {
            var y = new Vector<float>(sold[t..]);
            var sells = Vector.GreaterThan(y, Vector<float>.Zero) & Vector.LessThanOrEqual(y, largest);
            y = Lanes.Where(sells, y);
            sum += y;
            days += Lanes.Where(sells, Vector<float>.One);
            most = Vector.Max(most, y);
        }

        double total = Vector.Sum(sum), n = Vector.Sum(days);
        float top = 0;
        for (int lane = 0; lane < Vector<float>.Count; lane++)
            top = Math.Max(top, most[lane]);
        for (; t < sold.Length; t++)
        {
            if (!(sold[t] > 0) || float.IsInfinity(sold[t]))
                continue;
            total += sold[t];
            n++;
            top = Math.Max(top, sold[t]);
        }

        float bar = n > FewestSales ? (float)(TimesMean * total / n) : float.PositiveInfinity;
        return top > bar ? bar : float.PositiveInfinity;
    }

    private static bool IsWhole(ReadOnlySpan<float> sold)
    {
        foreach (float y in sold)
        {
            if (float.IsFinite(y) && y != MathF.Floor(y))
                return false;
        }

        return true;
    }

    private bool StandsAlone(int series, int day, int first, bool whole)
    {
        double sold = panel.Quantity[series * panel.Days + day];
        Collect(series, day, first);
        if (count < FewestSales)
            return false;
        others.AsSpan(0, count).Sort();
        double second = others[count - 2];
        double limit = whole ? 3 * second + 8 * Math.Sqrt(second) : 5 * second;
        if (sold <= limit || (IsSpecial(series, day) && sold <= Lenience * limit))
            return false;
        if (count <= TailDays)
            return sold > Lenience * limit;
        return ByTail(sold) < UnlikelyByTail && !SoldAlikeAYearBefore(series, day, sold);
    }

    /// <summary>Sales of the days that tell what is usual on a day, the day itself apart.</summary>
    private void Collect(int series, int day, int first)
    {
        count = 0;
        int to = Math.Max(day, Math.Min(panel.Days - 1, first + LaunchDays - 1));
        if (day >= first + LaunchDays)
            to = day - 1;
        for (int t = Math.Max(first, day - Reach); t <= to; t++)
        {
            float y = panel.Quantity[series * panel.Days + t];
            if (t != day && y > 0 && IsKnown(series, t))
                others[count++] = y;
        }
    }

    /// <summary>Probability of so much by the tail of the other days: a power beyond the largest of them.</summary>
    private double ByTail(double sold)
    {
        double start = others[count - TailDays], excess = 0;
        for (int i = count - TailDays; i < count - 1; i++)
            excess += Math.Log(others[i] / start) / (TailDays - 2);
        return excess <= 0 ? 0 : (double)TailDays / count * Math.Pow(sold / start, -1 / excess);
    }

    private bool SoldAlikeAYearBefore(int series, int day, double sold)
    {
        for (int t = Math.Max(0, day - Year - AroundYear); t <= day - Year + AroundYear; t++)
        {
            if (panel.Quantity[series * panel.Days + t] is < float.PositiveInfinity and var y && y >= sold / Lenience)
                return true;
        }

        return false;
    }

    private bool IsKnown(int series, int day) =>
        panel.Quantity[series * panel.Days + day] is >= 0 and < float.PositiveInfinity
            && (panel.Open is not { } open || open[series * (panel.Days + panel.Horizon) + day] != 0);

    /// <summary>Whether promotion, price or holiday may multiply the day's sales.</summary>
    private bool IsSpecial(int series, int day)
    {
        int row = series * (panel.Days + panel.Horizon);
        if (holidays.Contains(panel.FirstDay.DayNumber + day) || (panel.Promotion is { } promotion && promotion[row + day] > 0))
            return true;
        if (panel.Price is not { } price || !(price[row + day] > 0))
            return false;
        float highest = 0;
        for (int t = Math.Max(0, day - PriceDays); t < day; t++)
            highest = price[row + t] > highest ? price[row + t] : highest;
        return price[row + day] < LowPrice * highest;
    }

    private float Usual(int series, int day, int first, bool whole)
    {
        if (IsSpecial(series, day))
            return float.NaN;
        double usual;
        if (around.Of(series, day, first, after: 0, []) is { } expected)
            usual = expected.Mean;
        else
            usual = MeanOfOthers(series, day, first);
        return (float)(whole ? Math.Round(usual) : usual);
    }

    /// <summary>Mean of the days collected last, zeros included; another spike among them counts like the second largest.</summary>
    private double MeanOfOthers(int series, int day, int first)
    {
        double sum = 0;
        for (int i = 0; i < count; i++)
            sum += Math.Min(others[i], others[count - 2]);
        int known = 0, to = Math.Max(day - 1, Math.Min(panel.Days - 1, first + LaunchDays - 1));
        for (int t = Math.Max(first, day - Reach); t <= to; t++)
            known += t != day && IsKnown(series, t) ? 1 : 0;
        return sum / known;
    }
}
