using System.Runtime.CompilerServices;
using Forecast.Training.Panels;

namespace Forecast.Training.Models.Effects;

/// <summary>
/// What promotions and prices do to each series: demand on such days ÷ demand expected without, shrunk toward the category's ratio as a
/// gamma-Poisson mean is (Robbins, 1956), so that a series with few such days borrows from its like.
/// </summary>
internal static class SeriesEvents
{
    /// <summary>Promotion, then four price bands.</summary>
    public const int Kinds = 5;

    public const int None = -1;
    public const int Promotion = 0;

    /// <summary>Event days at which a series' own ratio weighs as much as its category's.</summary>
    private const double PriorDays = 6;

    private const double PriorPoolDays = 20;

    /// <summary>Days whose mean price is the usual one.</summary>
    private const int PriceWindow = 91;

    private const double Recency = 2.0 / PriceWindow;

    /// <summary>Days after which the price they began with counts for less than one in ten thousand.</summary>
    private const int PriceMemory = 5 * PriceWindow;

    /// <summary>Factors per series × kind; null where the panel knows neither promotions nor prices.</summary>
    public static float[]? Fit(Panel panel, int lastDay, PanelEffects calendar, int threads)
    {
        if (panel.Promotion is null && panel.Price is null)
            return null;
        var factors = calendar.Table(panel).Factors;
        int[] pool = calendar.PoolOf(panel);
        int count = panel.Series.Count;
        double[] sold = new double[count * Kinds], expected = new double[count * Kinds], means = new double[count];
        Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = threads }, () =>
            new sbyte[panel.Days + panel.Horizon], (s, _, kinds) =>
        {
            Classify(panel, s, 0, lastDay + 1, kinds);
            means[s] = Measure(
                panel, s, lastDay, kinds, factors[pool[s]], sold.AsSpan(s * Kinds, Kinds), expected.AsSpan(s * Kinds, Kinds));
            return kinds;
        }, static _ => { });
        return Shrink(panel, sold, expected, means);
    }

    /// <summary>
    /// The kind of each day [from, end): a promotion, else by the price against that of the quarter before. A price holds until another is
    /// known.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Classify(Panel panel, int series, int from, int end, Span<sbyte> kinds)
    {
        int known = panel.Days + panel.Horizon;
        var promotion = panel.Promotion is null ? default : panel.Promotion.AsSpan(series * known, known);
        var price = panel.Price is null ? default : panel.Price.AsSpan(series * known, known);
        double usual = 0, last = 0;
        for (int t = price.IsEmpty ? from : Math.Max(0, from - PriceMemory); t < end; t++)
        {
            bool promoted = !promotion.IsEmpty && promotion[t] > 0;
            if (t >= from)
                kinds[t] = promoted ? (sbyte)Promotion : (sbyte)None;
            if (price.IsEmpty)
                continue;
            if (price[t] > 0)
                last = price[t];
            if (promoted || last == 0)
                continue;
            if (t >= from && usual > 0)
                kinds[t] = Band(last / usual);
            usual = usual == 0 ? last : Math.FusedMultiplyAdd(usual, 1 - Recency, Recency * last);
        }
    }

    /// <summary>Factor of one day.</summary>
    public static float Factor(ReadOnlySpan<float> factors, sbyte kind, float strength) => kind switch
    {
        None => 1,
        Promotion => 1 + (factors[Promotion] - 1) * Math.Clamp(strength, 0, 1),
        _ => factors[kind],
    };

    private static sbyte Band(double ratio) => ratio switch
    {
        < 0.8 => 1,
        < 0.95 => 2,
        <= 1.05 => None,
        <= 1.25 => 3,
        _ => 4,
    };

    /// <summary>Sums what was sold and what a level and weekday learnt from ordinary days expected; returns the ordinary mean.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double Measure(
        Panel panel, int series, int lastDay, sbyte[] kinds, float[] calendar, Span<double> sold, Span<double> expected)
    {
        int known = panel.Days + panel.Horizon, phase = panel.FirstDay.DayNumber % 7, days = 0;
        Span<double> weekday = stackalloc double[7];
        weekday.Fill(double.NaN);
        double level = double.NaN, total = 0;
        for (int t = 0; t <= lastDay; t++, phase = (phase + 1) % 7)
        {
            float y = panel.Sold[series * panel.Days + t];
            if (!(y >= 0) || float.IsInfinity(y) || (panel.Open is { } open && open[series * known + t] == 0))
                continue;
            if (panel.StockedOut is { } stockedOut && stockedOut[series * panel.Days + t] > 0)
                continue; // what an empty shelf sold says little of what a promotion asks for
            double factor = calendar[t], ordinary = y / factor;
            if (kinds[t] == None)
            {
                level = double.IsNaN(level) ? ordinary : level + 0.07 * (ordinary - level);
                weekday[phase] = double.IsNaN(weekday[phase]) ? ordinary : weekday[phase] + 0.1 * (ordinary - weekday[phase]);
                total += ordinary;
                days++;
            }
            else if (days >= 14 && Expected(weekday, phase, level) is > 0 and var plain)
            {
                sold[kinds[t]] += y;
                expected[kinds[t]] += plain * factor;
            }
        }

        return days == 0 ? 0 : total / days;
    }

    private static double Expected(ReadOnlySpan<double> weekday, int phase, double level)
    {
        double sum = 0;
        int n = 0;
        foreach (double w in weekday)
        {
            if (!double.IsNaN(w))
            {
                sum += w;
                n++;
            }
        }

        return sum > 0 && !double.IsNaN(weekday[phase]) ? level * weekday[phase] * n / sum : level;
    }

    private static float[] Shrink(Panel panel, double[] sold, double[] expected, double[] means)
    {
        var pools = new Dictionary<int, (double[] Sold, double[] Expected)>();
        for (int s = 0; s < means.Length; s++)
        {
            if (!(means[s] > 0))
                continue;
            foreach (int key in (ReadOnlySpan<int>)[panel.Series[s].Category, int.MinValue])
            {
                if (!pools.TryGetValue(key, out var pool))
                    pools[key] = pool = (new double[Kinds], new double[Kinds]);
                for (int k = 0; k < Kinds; k++)
                {
                    pool.Sold[k] += sold[s * Kinds + k] / means[s];
                    pool.Expected[k] += expected[s * Kinds + k] / means[s];
                }
            }
        }

        var factors = new float[means.Length * Kinds];
        for (int s = 0; s < means.Length; s++)
        {
            for (int k = 0; k < Kinds; k++)
            {
                double wide = Ratio(int.MinValue, k, 1), pooled = Ratio(panel.Series[s].Category, k, wide), prior = PriorDays * means[s];
                double factor = prior > 0 ? (sold[s * Kinds + k] + prior * pooled) / (expected[s * Kinds + k] + prior) : pooled;
                factors[s * Kinds + k] = (float)Math.Clamp(factor, 0.2, 10);
            }
        }

        return factors;

        double Ratio(int key, int kind, double otherwise) => pools.TryGetValue(key, out var pool)
            ? (pool.Sold[kind] + PriorPoolDays * otherwise) / (pool.Expected[kind] + PriorPoolDays)
            : otherwise;
    }
}
