using Forecast.Training.Engine;

namespace Forecast.Training.Models.Effects;

/// <summary>
/// Everything known ahead that moves demand, learnt from the panel up to some day: calendar effects per category, promotions and prices per
/// series. Local models run on demand divided by these factors; forecasts are multiplied by them.
/// </summary>
/// <param name="Pools">Categories with calendar effects of their own; −1 stands for all others.</param>
/// <param name="Calendars">Calendar effects per pool.</param>
/// <param name="Events">Series × <see cref="SeriesEvents.Kinds"/> factors; null without promotions and prices.</param>
internal sealed record PanelEffects(int[] Pools, CalendarEffects[] Calendars, float[]? Events)
{
    /// <summary>Series that a category needs for calendar effects of its own.</summary>
    private const int SeriesForOwnPool = 8;

    /// <summary>Daily values beyond this multiple of a series' mean are absurd; they must not be everyone's.</summary>
    private const double MostRatio = 20;

    public static PanelEffects None { get; } = new([-1], [CalendarEffects.None], null);

    /// <summary>True if no day differs from another for any series.</summary>
    public bool IsEmpty => Events is null && Calendars.All(c => c.IsEmpty);

    /// <summary>Learns from days [0, lastDay].</summary>
    public static PanelEffects Fit(Panel panel, int lastDay, int threads)
    {
        var near = CalendarEffects.Near(panel.Holidays, panel.FirstDay, panel.Days + panel.Horizon);
        var all = Enumerable.Range(0, panel.Series.Count).ToArray();
        var widest = FitPool(panel, all, lastDay, near, null);
        var own = all.GroupBy(s => panel.Series[s].Category).Where(g => g.Key >= 0 && g.Count() >= SeriesForOwnPool && g.Count() < all.Length)
            .OrderBy(g => g.Key).Select(g => (g.Key, Series: g.ToArray())).ToArray();
        var calendars = new CalendarEffects[own.Length + 1];
        calendars[0] = widest;
        Parallel.For(0, own.Length, new ParallelOptions { MaxDegreeOfParallelism = threads }, i =>
            calendars[i + 1] = FitPool(panel, own[i].Series, lastDay, near, widest));
        var effects = new PanelEffects([-1, .. own.Select(o => o.Key)], calendars, null);
        var table = effects.Table(panel);
        var pool = effects.PoolOf(panel);
        return effects with { Events = SeriesEvents.Fit(panel, lastDay, (s, t) => table[pool[s]][t].Factor, threads) };
    }

    /// <summary>Per pool and day of history and horizon: the calendar's effects and their factor.</summary>
    public (DayEffects Effects, float Factor)[][] Table(Panel panel)
    {
        int days = panel.Days + panel.Horizon;
        var near = CalendarEffects.Near(panel.Holidays, panel.FirstDay, days);
        return [.. Calendars.Select(calendar =>
        {
            var table = new (DayEffects, float)[days];
            for (int t = 0; t < days; t++)
            {
                var effects = calendar.On(panel.FirstDay.AddDays(t), near[t]);
                table[t] = (effects, MathF.Exp(effects.Total));
            }

            return table;
        })];
    }

    /// <summary>Index into <see cref="Calendars"/> per series.</summary>
    public int[] PoolOf(Panel panel) => [.. panel.Series.Select(s => Math.Max(0, Array.IndexOf(Pools, s.Category)))];

    private static CalendarEffects FitPool(Panel panel, int[] series, int lastDay, List<(string Name, int Offset)>[] near, CalendarEffects? prior)
    {
        int known = panel.Days + panel.Horizon;
        double[] sum = new double[lastDay + 1], count = new double[lastDay + 1], promoted = new double[lastDay + 1];
        foreach (int s in series)
        {
            var quantity = panel.Quantity.AsSpan(s * panel.Days, lastDay + 1);
            var open = panel.Open is null ? default : panel.Open.AsSpan(s * known, known);
            int first = 0, days = 0;
            double total = 0;
            while (first < quantity.Length && !(quantity[first] > 0))
                first++;
            for (int t = first; t < quantity.Length; t++)
            {
                if (float.IsFinite(quantity[t]) && (open.IsEmpty || open[t] != 0))
                {
                    total += quantity[t];
                    days++;
                }
            }

            if (!(total > 0))
                continue;
            double scale = days / total;
            for (int t = first; t < quantity.Length; t++)
            {
                if (!float.IsFinite(quantity[t]) || (!open.IsEmpty && open[t] == 0))
                    continue;
                sum[t] += Math.Min(MostRatio, quantity[t] * scale);
                count[t]++;
                if (panel.Promotion is { } p && p[s * known + t] > 0)
                    promoted[t]++;
            }
        }

        // A day on which only a handful of series is known says more about them than about the day.
        double enough = Math.Max(1, 0.1 * count.DefaultIfEmpty(0).Max());
        for (int t = 0; t <= lastDay; t++)
        {
            sum[t] = count[t] >= enough ? sum[t] / count[t] : double.NaN;
            promoted[t] = count[t] > 0 ? promoted[t] / count[t] : 0;
        }

        return CalendarEffects.Fit(panel.FirstDay, sum, panel.Promotion is null ? null : promoted, near, prior);
    }
}
