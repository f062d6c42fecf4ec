using System.Globalization;
using System.Numerics;
using Forecast.Training.Numerics;

namespace Forecast.Training.Panels;

/// <summary>
/// Days on which stores are closed though no opening day says so: a weekday on which a store never sells, a date, a holiday or a day that
/// moves with Easter on which it sold nothing in any of the last years, while it sold on the days around. A planner's word counts for more:
/// a day that is known to be open is open.
/// </summary>
/// <remarks>
/// Chance must be no explanation: how often the store sells on other days tells how likely so many days without any sale were. So stores
/// that often sell nothing have no closures.
/// </remarks>
internal sealed class StoreClosures
{
    private const int Week = 7;

    /// <summary>Latest days that tell which weekdays a store sells on.</summary>
    private const int WeekdayDays = 182;

    /// <summary>A weekday must have been without sales so many times.</summary>
    private const int FewestWeeks = 8;

    /// <summary>Probability below which days without a sale are no chance.</summary>
    private const double Unlikely = 1e-6;

    private readonly Panel panel;
    private readonly Dictionary<int, Store> stores = [];

    private StoreClosures(Panel panel) => this.panel = panel;

    /// <summary>Looks through a panel's stores.</summary>
    public static StoreClosures Of(Panel panel)
    {
        var closures = new StoreClosures(panel);
        if (panel.Days < FewestWeeks * Week)
            return closures;
        var groups = Enumerable.Range(0, panel.Series.Count).GroupBy(s => panel.Series[s].Store).ToArray();
        var found = new Store?[groups.Length];
        Parallel.For(0, groups.Length, i => found[i] = closures.Examine([.. groups[i]]));
        for (int i = 0; i < groups.Length; i++)
        {
            if (found[i] is { } store)
                closures.stores[groups[i].Key] = store;
        }

        return closures;
    }

    /// <summary>Whether the series' store is taken to be closed on a day ahead.</summary>
    public bool IsClosedAhead(int series, int step) =>
        stores.TryGetValue(panel.Series[series].Store, out var store) && step < store.Ahead.Length && store.Ahead[step]
            && !(panel.Open is { } open && open[series * (panel.Days + panel.Horizon) + panel.Days + step] > 0);

    /// <summary>Why days of the horizon are taken to be closed, in a sentence or two; null if none is.</summary>
    public string? Remark(int series, int horizon)
    {
        if (!stores.TryGetValue(panel.Series[series].Store, out var store))
            return null;
        var days = Enumerable.Range(0, horizon).Where(h => IsClosedAhead(series, h)).Select(h => panel.Origin.AddDays(1 + h)).ToArray();
        if (days.Length == 0)
            return null;
        string weekdays = string.Join(", ", days.Where(d => store.Weekdays[d.DayNumber % Week]).Select(d => d.DayOfWeek).Distinct().Order()
            .Select(d => CultureInfo.InvariantCulture.DateTimeFormat.GetDayName(d) + "s"));
        string dates = string.Join(", ", days.Where(d => !store.Weekdays[d.DayNumber % Week])
            .Select(d => d.ToString("d MMM", CultureInfo.InvariantCulture)));
        string never = weekdays.Length == 0 ? "" : $"This store never sells on {weekdays}: 0 is forecast for them.";
        string yearly = dates.Length == 0 ? "" : $"This store sold nothing on such a day in the last years: 0 is forecast for {dates}.";
        return $"{never} {yearly}".Trim();
    }

    private Store? Examine(int[] series)
    {
        var sold = Totals(series);
        int first = sold.AsSpan().IndexOfAnyExcept(0), last = sold.AsSpan().LastIndexOfAnyExcept(0);
        if (first < 0)
            return null;
        var weekdays = ClosedWeekdays(sold, first, last);
        var calendar = new YearlyClosures(panel, sold, weekdays, first, last);
        var ahead = new bool[panel.Horizon];
        for (int h = 0; h < ahead.Length; h++)
            ahead[h] = weekdays[Phase(panel.Days + h)] || calendar.Include(panel.Days + h);
        return ahead.AsSpan().Contains(true) ? new Store(weekdays, ahead) : null;
    }

    private int Phase(int day) => (panel.FirstDay.DayNumber + day) % Week;

    /// <summary>Units per day over the store's series.</summary>
    private float[] Totals(int[] series)
    {
        var totals = new float[panel.Days];
        var most = new Vector<float>(float.MaxValue);
        foreach (int s in series)
        {
            var sold = panel.Quantity.AsSpan(s * panel.Days, panel.Days);
            int t = 0;
            for (; t <= sold.Length - Vector<float>.Count; t += Vector<float>.Count)
            {
                var y = new Vector<float>(sold[t..]);
                var sells = Vector.GreaterThan(y, Vector<float>.Zero) & Vector.LessThanOrEqual(y, most);
                (new Vector<float>(totals.AsSpan(t)) + Lanes.Where(sells, y)).CopyTo(totals.AsSpan(t));
            }

            for (; t < sold.Length; t++)
                totals[t] += sold[t] > 0 && !float.IsInfinity(sold[t]) ? sold[t] : 0;
        }

        return totals;
    }

    private bool[] ClosedWeekdays(float[] sold, int first, int last)
    {
        int[] days = new int[Week], selling = new int[Week];
        for (int t = Math.Max(first, last - WeekdayDays + 1); t <= last; t++)
        {
            days[Phase(t)]++;
            selling[Phase(t)] += sold[t] > 0 ? 1 : 0;
        }

        int met = 0, sold7 = 0;
        for (int p = 0; p < Week; p++)
        {
            met += selling[p] > 0 ? days[p] : 0;
            sold7 += selling[p];
        }

        double without = 1 - (sold7 + 0.5) / (met + 1);
        return [.. Enumerable.Range(0, Week).Select(p =>
            days[p] >= FewestWeeks && selling[p] == 0 && Math.Pow(without, days[p]) < Unlikely)];
    }

    /// <summary>What was found of one store: weekdays by day number, and each day ahead.</summary>
    private sealed record Store(bool[] Weekdays, bool[] Ahead);
}
