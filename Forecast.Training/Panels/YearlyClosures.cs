using Forecast.Domain.Calendar;

namespace Forecast.Training.Panels;

/// <summary>
/// Which days close a store every year: the same date, the same holiday, the same distance from Easter or the same weekday of a month, on
/// which the store sold nothing in each of the latest years that say anything, while it sold on most days around.
/// </summary>
internal sealed class YearlyClosures
{
    private const int Week = 7;

    /// <summary>Days before and after a day that tell whether a sale was to be expected.</summary>
    private const int Around = 14;

    /// <summary>Days of them that are known at least: the store was not there yet, or is not any more.</summary>
    private const int FewestAround = 8;

    /// <summary>Years looked at, the latest ones: what was closed once may have been opened for good.</summary>
    private const int LatestYears = 3;

    /// <summary>Years that are enough for a date, a holiday or a distance from Easter.</summary>
    private const int FewestYears = 2;

    /// <summary>Probability below which days without a sale are no chance.</summary>
    private const double Unlikely = 1e-3;

    /// <summary>Days in reach of Easter: from before carnival to Corpus Christi.</summary>
    private const int BeforeEaster = 55, AfterEaster = 62;

    private readonly Panel panel;
    private readonly float[] sold;
    private readonly bool[] weekdays;
    private readonly int first, last;

    // Days before a day that are of an open weekday, and those of them with sales.
    private readonly int[] open, selling;
    private readonly Dictionary<int, string> holidays = [];
    private readonly Dictionary<string, List<int>> byName = new(StringComparer.Ordinal);

    /// <summary>Prepares one store.</summary>
    /// <param name="panel">The panel.</param>
    /// <param name="sold">Units of the store per day of history.</param>
    /// <param name="weekdays">Weekdays, by day number, on which the store never sells: they say nothing about dates.</param>
    /// <param name="first">First day with a sale.</param>
    /// <param name="last">Last day with a sale.</param>
    public YearlyClosures(Panel panel, float[] sold, bool[] weekdays, int first, int last)
    {
        (this.panel, this.sold, this.weekdays, this.first, this.last) = (panel, sold, weekdays, first, last);
        (open, selling) = (new int[sold.Length + 1], new int[sold.Length + 1]);
        for (int t = 0; t < sold.Length; t++)
        {
            bool counts = !weekdays[Phase(t)];
            open[t + 1] = open[t] + (counts ? 1 : 0);
            selling[t + 1] = selling[t] + (counts && sold[t] > 0 ? 1 : 0);
        }

        foreach (var holiday in panel.Holidays ?? [])
        {
            int t = Index(holiday.Day);
            holidays.TryAdd(t, holiday.Name);
            if (!byName.TryGetValue(holiday.Name, out var days))
                byName[holiday.Name] = days = [];
            days.Add(t);
        }
    }

    /// <summary>Whether a day ahead is one that closes the store every year.</summary>
    public bool Include(int day)
    {
        var date = panel.FirstDay.AddDays(day);
        int fromEaster = date.DayNumber - HolidayCalendar.EasterSunday(date.Year).DayNumber;
        return AreClosed(SameDate(date), FewestYears)
            || (holidays.TryGetValue(day, out var name) && AreClosed(byName[name].OrderDescending(), FewestYears))
            || (fromEaster is >= -BeforeEaster and <= AfterEaster
                && AreClosed(Years(date).Select(year => Index(HolidayCalendar.EasterSunday(year)) + fromEaster), FewestYears))
            || (date.Day <= 4 * Week && AreClosed(Years(date).Select(year => Index(WeekdayOfMonth(date, year))), LatestYears))
            || (IsLastOfMonth(date) && AreClosed(Years(date).Select(year => Index(LastOfMonth(date, year))), LatestYears));
    }

    private int Phase(int day) => (panel.FirstDay.DayNumber + day) % Week;

    private int Index(DateOnly day) => day.DayNumber - panel.FirstDay.DayNumber;

    private IEnumerable<int> Years(DateOnly date)
    {
        for (int year = date.Year; year >= panel.FirstDay.Year; year--)
            yield return year;
    }

    private IEnumerable<int> SameDate(DateOnly date) => Years(date)
        .Where(year => date.Day <= DateTime.DaysInMonth(year, date.Month))
        .Select(year => Index(new DateOnly(year, date.Month, date.Day)));

    /// <summary>The day of another year that is the same of its weekday in the month, counted from the first.</summary>
    private static DateOnly WeekdayOfMonth(DateOnly date, int year)
    {
        var start = new DateOnly(year, date.Month, 1).AddDays((date.Day - 1) / Week * Week);
        return start.AddDays((date.DayOfWeek - start.DayOfWeek + Week) % Week);
    }

    private static bool IsLastOfMonth(DateOnly date) => date.Day + Week > DateTime.DaysInMonth(date.Year, date.Month);

    /// <summary>The last such weekday in the month of another year.</summary>
    private static DateOnly LastOfMonth(DateOnly date, int year)
    {
        var end = new DateOnly(year, date.Month, DateTime.DaysInMonth(year, date.Month));
        return end.AddDays(-((end.DayOfWeek - date.DayOfWeek + Week) % Week));
    }

    /// <summary>Whether the latest of these days that say anything were all without sales, and more than chance explains.</summary>
    private bool AreClosed(IEnumerable<int> days, int fewest)
    {
        int years = 0;
        double chance = 1;
        foreach (int t in days)
        {
            if (t < first || t > last || weekdays[Phase(t)] || !SoldAround(t, out double share))
                continue;
            if (sold[t] > 0)
                return false;
            chance *= 1 - share;
            if (++years == LatestYears)
                break;
        }

        return years >= fewest && chance < Unlikely;
    }

    /// <summary>Whether the store sold on most days around a day; otherwise the feed failed, or it was shut for long.</summary>
    private bool SoldAround(int day, out double share)
    {
        int from = Math.Max(first, day - Around), to = Math.Min(last, day + Around) + 1;
        int days = open[to] - open[from] - 1, sells = selling[to] - selling[from] - (sold[day] > 0 ? 1 : 0);
        // Closed days lie close together at the turn of the year: there, all days of the store say more.
        share = Math.Max((sells + 0.5) / (days + 1), (selling[^1] + 0.5) / (open[last + 1] - open[first] + 1));
        return days >= FewestAround && 2 * sells >= days;
    }
}
