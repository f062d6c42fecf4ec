namespace Forecast.Domain.Calendar;

/// <summary>When a holiday falls, year by year.</summary>
/// <param name="Name">The same name every year.</param>
/// <param name="DayIn">The day in a year; null in years that do not have it.</param>
internal sealed record HolidayRule(string Name, Func<int, DateOnly?> DayIn)
{
    public static HolidayRule Fixed(string name, int month, int day) => new(name, year => new DateOnly(year, month, day));

    public static HolidayRule Easter(string name, int daysAfter) => new(name, year => EasterSunday(year).AddDays(daysAfter));

    /// <summary>The n-th weekday of a month, counted from 1.</summary>
    public static HolidayRule Nth(string name, int n, DayOfWeek weekday, int month) =>
        new(name, year => OnOrAfter(new DateOnly(year, month, 1), weekday).AddDays(7 * (n - 1)));

    public static HolidayRule Last(string name, DayOfWeek weekday, int month) =>
        new(name, year => OnOrAfter(new DateOnly(year, month, DateTime.DaysInMonth(year, month)).AddDays(-6), weekday));

    /// <summary>The first such weekday on or after a date.</summary>
    public static HolidayRule From(string name, DayOfWeek weekday, int month, int day) =>
        new(name, year => OnOrAfter(new DateOnly(year, month, day), weekday));

    /// <summary>The same rule from a year on.</summary>
    public HolidayRule Since(int first) => this with { DayIn = year => year < first ? null : DayIn(year) };

    /// <summary>The same rule up to and including a year.</summary>
    public HolidayRule Until(int last) => this with { DayIn = year => year > last ? null : DayIn(year) };

    /// <summary>The same rule, moved in single years by decree.</summary>
    public HolidayRule Except(params DateOnly[] moved) =>
        this with { DayIn = year => moved.Where(day => day.Year == year).Select(day => (DateOnly?)day).FirstOrDefault() ?? DayIn(year) };

    /// <summary>The same rule, a number of days later.</summary>
    public HolidayRule Plus(int days, string name) => new(name, year => DayIn(year)?.AddDays(days));

    private static DateOnly OnOrAfter(DateOnly day, DayOfWeek weekday) => day.AddDays(((int)weekday - (int)day.DayOfWeek + 7) % 7);

    /// <summary>
    /// Gregorian Easter (the anonymous algorithm published in Nature, 1876; Meeus, Astronomical Algorithms, 1991, chapter 8).
    /// </summary>
    internal static DateOnly EasterSunday(int year)
    {
        int golden = year % 19, century = year / 100, ofCentury = year % 100;
        int moonCorrection = (century - (century + 8) / 25 + 1) / 3;
        int epact = (19 * golden + century - century / 4 - moonCorrection + 15) % 30;
        int weekday = (32 + 2 * (century % 4) + 2 * (ofCentury / 4) - epact - ofCentury % 4) % 7;
        int late = (golden + 11 * epact + 22 * weekday) / 451;
        int march = epact + weekday - 7 * late + 114;
        return new DateOnly(year, march / 31, march % 31 + 1);
    }
}
