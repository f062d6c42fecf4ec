using System.Runtime.CompilerServices;

namespace Forecast.Training.Panels;

/// <summary>
/// Learns from the days around one day what demand was to be expected of it: level × weekday × effects, with the spread of its series. The
/// day itself is left out, so that it cannot speak for itself. Days on which the shelf ran empty count with the demand expected of them
/// given what they sold (Tobin, 1958; the expectation step of Dempster, Laird and Rubin, 1977, taken twice).
/// </summary>
/// <remarks>
/// Sums are ratios of sums, so zeros never divide anything. Values far beyond the usual are held down: one absurd day must not move what is
/// expected of its neighbours. One instance serves one worker.
/// </remarks>
internal sealed class DemandAround(Panel panel)
{
    /// <summary>Days looked at before a day and, where allowed, after it: thirteen of each weekday.</summary>
    public const int Reach = 91;

    /// <summary>Known days without which nothing is expected.</summary>
    private const int FewestDays = 21;

    private const int Week = 7;

    /// <summary>Days after which an observation of the level weighs 1/e.</summary>
    private const double LevelMemory = 28;

    /// <summary>Sales beyond this multiple of the usual selling day are absurd.</summary>
    private const double MostRatio = 10;

    /// <summary>Standard deviations beyond which a value counts no further.</summary>
    private const double MostDeviations = 5;

    /// <summary>How often days of stock-outs are estimated anew from the level they lead to.</summary>
    private const int Iterations = 2;

    private static readonly double[] Ages = [.. Enumerable.Range(0, Reach + 1).Select(age => Math.Exp(-age / LevelMemory))];

    private readonly double[] raw = new double[2 * Reach], value = new double[2 * Reach], extra = new double[2 * Reach];
    private readonly double[] factor = new double[2 * Reach], weight = new double[2 * Reach], sorted = new double[2 * Reach];
    private readonly int[] phase = new int[2 * Reach];
    private readonly bool[] censored = new bool[2 * Reach];
    private readonly double[] weekday = new double[Week];
    private int count;
    private bool whole;
    private double level, overdispersion;

    /// <summary>
    /// What the days looked at last sold, ascending, each as if it had been the day asked for: relative to what was expected of it. Without
    /// stock-outs.
    /// </summary>
    /// <param name="mean">What was expected of the day asked for.</param>
    public ReadOnlySpan<double> Others(double mean)
    {
        int others = 0;
        for (int i = 0; i < count; i++)
        {
            double expected = Expected(i);
            if (!censored[i] && expected > 0)
                sorted[others++] = raw[i] / expected * mean;
        }

        sorted.AsSpan(0, others).Sort();
        return sorted.AsSpan(0, others);
    }

    /// <summary>What to expect of a day; null where too little is known around it.</summary>
    /// <param name="series">The series.</param>
    /// <param name="day">The day.</param>
    /// <param name="firstSale">First day of the series with a sale: zeros before it say nothing.</param>
    /// <param name="after">Days after the day that may be looked at; 0 for what could be known the day after it.</param>
    /// <param name="factors">Effects per day of the panel; empty for none, and then days in promotion say nothing either.</param>
    public ExpectedDemand? Of(int series, int day, int firstSale, int after, ReadOnlySpan<float> factors)
    {
        if (Collect(series, day, firstSale, after, factors) < FewestDays)
            return null;
        Learn(withEstimates: false);
        for (int i = 0; i < Iterations; i++)
        {
            Estimate();
            Learn(withEstimates: true);
        }

        int at = (panel.FirstDay.DayNumber + day) % Week;
        double mean = level * weekday[at] * (factors.IsEmpty ? 1 : factors[day]);
        return new ExpectedDemand(mean, overdispersion, whole);
    }

    private int Collect(int series, int day, int firstSale, int after, ReadOnlySpan<float> factors)
    {
        int days = panel.Days, width = days + panel.Horizon, known = 0;
        var quantity = panel.Quantity.AsSpan(series * days, days);
        var open = panel.Open is null ? default : panel.Open.AsSpan(series * width, days);
        var stockedOut = panel.StockedOut is null ? default : panel.StockedOut.AsSpan(series * days, days);
        var promotion = panel.Promotion is null || !factors.IsEmpty ? default : panel.Promotion.AsSpan(series * width, days);
        (count, whole) = (0, true);
        for (int t = Math.Max(firstSale, day - Reach); t <= Math.Min(days - 1, day + Math.Min(after, Reach)); t++)
        {
            float y = quantity[t];
            if (t == day || !(y >= 0) || float.IsInfinity(y) || (!open.IsEmpty && open[t] == 0) || (!promotion.IsEmpty && promotion[t] > 0))
                continue;
            raw[count] = y;
            factor[count] = factors.IsEmpty ? 1 : factors[t];
            weight[count] = Ages[Math.Abs(t - day)];
            phase[count] = (panel.FirstDay.DayNumber + t) % Week;
            censored[count] = !stockedOut.IsEmpty && stockedOut[t] > 0;
            known += censored[count] ? 0 : 1;
            whole &= y == MathF.Floor(y);
            count++;
        }

        return known < FewestDays ? known : Bound(known);
    }

    /// <summary>Holds absurd values down to a multiple of the usual selling day; returns the days known.</summary>
    private int Bound(int known)
    {
        int selling = 0;
        for (int i = 0; i < count; i++)
        {
            if (raw[i] > 0 && !censored[i])
                sorted[selling++] = raw[i] / factor[i];
        }

        sorted.AsSpan(0, selling).Sort();
        double most = selling == 0 ? 0 : MostRatio * sorted[selling / 2];
        for (int i = 0; i < count; i++)
            value[i] = censored[i] ? raw[i] : Math.Min(raw[i], most * factor[i]);
        extra.AsSpan(0, count).Clear();
        return known;
    }

    /// <summary>Weekdays, level and spread from the values as they stand.</summary>
    private void Learn(bool withEstimates)
    {
        double sold = 0, shares = 0;
        Span<double> soldOn = stackalloc double[Week], sharesOn = stackalloc double[Week];
        for (int i = 0; i < count; i++)
        {
            if (censored[i] && !withEstimates)
                continue;
            sold += value[i];
            shares += factor[i];
            soldOn[phase[i]] += value[i];
            sharesOn[phase[i]] += factor[i];
        }

        double mean = shares > 0 ? sold / shares : 0;
        for (int p = 0; p < Week; p++)
            // As if it had been usual for one more day and two more units
            weekday[p] = (soldOn[p] + mean + 2) / (sharesOn[p] * mean + mean + 2);
        double top = 0, bottom = 0;
        for (int i = 0; i < count; i++)
        {
            if (censored[i] && !withEstimates)
                continue;
            top += weight[i] * value[i];
            bottom += weight[i] * factor[i] * weekday[phase[i]];
        }

        level = bottom > 0 ? top / bottom : 0;
        double squares = 0, power = 0;
        for (int i = 0; i < count; i++)
        {
            if (censored[i] && !withEstimates)
                continue;
            double expected = Expected(i), residual = value[i] - expected;
            squares += weight[i] * (residual * residual + extra[i] - (whole ? expected : 0));
            power += weight[i] * expected * expected;
        }

        overdispersion = power > 0 ? Math.Clamp(squares / power, whole ? 0 : 1e-6, 25) : 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private double Expected(int i) => level * weekday[phase[i]] * factor[i];

    /// <summary>Puts the expected demand in place of what days of stock-outs sold, and holds other days down to what is usual.</summary>
    private void Estimate()
    {
        var around = new ExpectedDemand(level, overdispersion, whole);
        for (int i = 0; i < count; i++)
        {
            double expected = Expected(i);
            if (censored[i])
                value[i] = around.Around(expected).AtLeast(raw[i], out extra[i]);
            else
                value[i] = Math.Min(value[i], expected + MostDeviations * Math.Sqrt(around.Variance(expected)));
        }
    }
}
