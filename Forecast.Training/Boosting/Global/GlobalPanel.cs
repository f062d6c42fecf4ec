using Forecast.Training.Panels;


namespace Forecast.Training.Boosting.Global;

/// <summary>A panel with what the global model needs of it as a whole: calendar, holidays, pooled histories.</summary>
internal sealed class GlobalPanel
{
    /// <summary>Prepares a panel.</summary>
    /// <param name="panel">The panel.</param>
    /// <param name="holidayNames">Names of the holidays; a name's place is its code.</param>
    /// <param name="firstSale">Day number of each series' first sale, where the panel may begin after it; null where the panel
    /// tells.</param>
    /// <param name="threads">Threads to use.</param>
    /// <param name="ct">Stops between groups.</param>
    internal GlobalPanel(Panel panel, string[] holidayNames, IReadOnlyList<int>? firstSale, int threads, CancellationToken ct)
    {
        Panel = panel;
        FirstSale = firstSale;
        int width = panel.Days + panel.Horizon;
        (Weekday, DayOfMonth, DaysToMonthEnd, DayOfYear, Month) =
            (new byte[width], new byte[width], new byte[width], new short[width], new byte[width]);
        for (int t = 0; t < width; t++)
        {
            var day = panel.FirstDay.AddDays(t);
            (Weekday[t], DayOfMonth[t], DayOfYear[t], Month[t]) =
                ((byte)day.DayOfWeek, (byte)day.Day, (short)day.DayOfYear, (byte)day.Month);
            DaysToMonthEnd[t] = (byte)(DateTime.DaysInMonth(day.Year, day.Month) - day.Day);
        }

        Holidays = holidayNames.Length > 0 ? new HolidayAxis(panel, holidayNames) : null;
        Stores = GroupHistory.Of(this, s => s.Store, threads, ct);
        bool categorised = panel.Series.Any(s => s.Category >= 0);
        Categories = categorised ? GroupHistory.Of(this, s => ((long)s.Store << 32) | (uint)s.Category, threads, ct) : null;
    }

    internal Panel Panel { get; }

    internal byte[] Weekday { get; }

    internal byte[] DayOfMonth { get; }

    internal byte[] DaysToMonthEnd { get; }

    internal short[] DayOfYear { get; }

    internal byte[] Month { get; }

    internal HolidayAxis? Holidays { get; }

    /// <summary>Day number of each series' first sale; null where the panel tells.</summary>
    internal IReadOnlyList<int>? FirstSale { get; }

    internal GroupHistory? Stores { get; }

    /// <summary>
    /// A category's demand in its store: pools never reach beyond a store, so that a panel of some stores says what one of all says.
    /// </summary>
    internal GroupHistory? Categories { get; }

    /// <summary>Whether a series has sold before the panel begins.</summary>
    internal bool SoldBefore(int series) => FirstSale is not null && FirstSale[series] < Panel.FirstDay.DayNumber;
}
