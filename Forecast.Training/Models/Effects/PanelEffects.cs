using Forecast.Training.Panels;


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

    public static PanelEffects None { get; } = new([-1], [CalendarEffects.None], null);

    /// <summary>True if no day differs from another for any series.</summary>
    public bool IsEmpty => Events is null && Calendars.All(c => c.IsEmpty);

    /// <summary>Learns from days [0, lastDay].</summary>
    public static PanelEffects Fit(Panel panel, int lastDay, int threads)
    {
        var near = CalendarEffects.Near(panel.Holidays, panel.FirstDay, panel.Days + panel.Horizon);
        var all = Enumerable.Range(0, panel.Series.Count).ToArray();
        var widest = FitPool(panel, all, lastDay, near, null);
        var own = all.GroupBy(s => panel.Series[s].Category)
            .Where(g => g.Key >= 0 && g.Count() >= SeriesForOwnPool && g.Count() < all.Length)
            .OrderBy(g => g.Key).Select(g => (g.Key, Series: g.ToArray())).ToArray();
        var calendars = new CalendarEffects[own.Length + 1];
        calendars[0] = widest;
        Parallel.For(0, own.Length, new ParallelOptions { MaxDegreeOfParallelism = threads }, i =>
            calendars[i + 1] = FitPool(panel, own[i].Series, lastDay, near, widest));
        var effects = new PanelEffects([-1, .. own.Select(o => o.Key)], calendars, null);
        return effects with { Events = SeriesEvents.Fit(panel, lastDay, effects, threads) };
    }

    /// <summary>The calendar's effects on the panel's days from <paramref name="from"/> on, those of the horizon included.</summary>
    public CalendarDays Table(Panel panel, int from = 0)
    {
        var first = panel.FirstDay.AddDays(from);
        var near = CalendarEffects.Near(panel.Holidays, first, panel.Days + panel.Horizon - from);
        DayEffects[][] effects = [.. Calendars.Select(calendar => near.Select((n, t) => calendar.On(first.AddDays(t), n)).ToArray())];
        return new CalendarDays(from, effects, [.. effects.Select(pool => pool.Select(e => MathF.Exp(e.Total)).ToArray())]);
    }

    /// <summary>Index into <see cref="Calendars"/> per series.</summary>
    public int[] PoolOf(Panel panel) => [.. panel.Series.Select(s => Math.Max(0, Array.IndexOf(Pools, s.Category)))];

    private static CalendarEffects FitPool(
        Panel panel, int[] series, int lastDay, List<(string Name, int Offset)>[] near, CalendarEffects? prior)
    {
        var pooled = new PooledDemand(lastDay + 1);
        foreach (int s in series)
            pooled.Add(panel, s);
        return CalendarEffects.Fit(panel.FirstDay, pooled.Mean(), panel.Promotion is null ? null : pooled.PromotedShare(), near, prior);
    }
}
