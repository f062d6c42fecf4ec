using Forecast.Domain.Forecasts;
using Forecast.Training.Panels;

namespace Forecast.Training.Engine;

/// <summary>
/// Series that fell silent, sold nothing or are not loaded any more, while others of the panel went on: an item that was taken off the
/// list, a store that was closed or got another code. Silence is judged by the series' own noise: the share of days on which it used to
/// sell, and its longest gap.
/// </summary>
internal static class EndedSeries
{
    /// <summary>Days without a sale below which nothing has ended.</summary>
    private const int FewestDays = 21;

    /// <summary>Silence must be this many times the longest gap before it.</summary>
    private const int TimesLongestGap = 3;

    /// <summary>Days that tell how often a series sold, and those that tell its longest gap: in two years, seasons show.</summary>
    private const int ShareDays = 91, GapDays = 730;

    /// <summary>Selling days without which there was no rhythm to fall out of.</summary>
    private const int FewestSales = 28;

    /// <summary>Probability below which silence is no chance.</summary>
    private const double Unlikely = 1e-6;

    /// <summary>Per series the days without a sale; 0 where it has not ended.</summary>
    public static int[] Silence(Panel panel, DemandClass[] classes)
    {
        var lastSale = new int[classes.Length];
        for (int s = 0; s < lastSale.Length; s++)
            lastSale[s] = LastSale(panel, s, panel.Days - 1);
        int[] silence = new int[lastSale.Length], going = Going(panel, lastSale);
        for (int s = 0; s < silence.Length; s++)
        {
            int silent = panel.Days - 1 - lastSale[s];
            if (silent >= FewestDays && lastSale[s] >= 0 && classes[s] is not (DemandClass.Dead or DemandClass.New)
                && 2 * going[lastSale[s] + 1] >= silent && HasEnded(panel, s, lastSale[s]))
                silence[s] = silent;
        }

        return silence;
    }

    private static int LastSale(Panel panel, int series, int day)
    {
        while (day >= 0 && !Sells(panel, series, day))
            day--;
        return day;
    }

    private static bool Sells(Panel panel, int series, int day) =>
        panel.Quantity[series * panel.Days + day] is > 0 and < float.PositiveInfinity;

    /// <summary>From each day on, the days on which series sold that sell to this day, or nearly so.</summary>
    private static int[] Going(Panel panel, int[] lastSale)
    {
        var selling = new int[panel.Days + 1];
        int oldest = lastSale.Where(t => t >= 0).DefaultIfEmpty(panel.Days - 1).Min();
        var alive = Enumerable.Range(0, lastSale.Length).Where(s => lastSale[s] >= panel.Days - FewestDays).ToArray();
        for (int t = panel.Days - 1; t > oldest; t--)
            selling[t] = selling[t + 1] + (Array.Exists(alive, s => Sells(panel, s, t)) ? 1 : 0);
        return selling;
    }

    private static bool HasEnded(Panel panel, int series, int last)
    {
        int silent = 0;
        for (int t = last + 1; t < panel.Days; t++)
        {
            if (panel.StockedOut?[series * panel.Days + t] > 0)
                return false; // It is wanted still.
            silent += panel.IsOpen(series, t) ? 1 : 0;
        }

        int first = FirstSales.Index(panel, series), sales = 0, days = 0;
        for (int t = last; t >= Math.Max(first, last - ShareDays + 1); t--)
        {
            bool sells = Sells(panel, series, t);
            sales += sells ? 1 : 0;
            days += sells || panel.IsOpen(series, t) ? 1 : 0;
        }

        double share = (sales + 0.5) / (days + 1);
        return sales >= FewestSales && silent >= FewestDays && silent * Math.Log(1 - share) < Math.Log(Unlikely)
            && silent > TimesLongestGap * LongestGap(panel, series, first, last);
    }

    /// <summary>Longest run of open days without a sale before the last one.</summary>
    private static int LongestGap(Panel panel, int series, int first, int last)
    {
        int longest = 0, gap = 0;
        for (int t = Math.Max(first, last - GapDays); t <= last; t++)
        {
            gap = Sells(panel, series, t) ? 0 : gap + (panel.IsOpen(series, t) ? 1 : 0);
            longest = Math.Max(longest, gap);
        }

        return longest;
    }
}
