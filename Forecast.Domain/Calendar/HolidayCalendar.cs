namespace Forecast.Domain.Calendar;

/// <summary>
/// Days of a country on which people shop differently, computed for any year: public holidays of the whole country and the days around
/// which shops are busiest. Regional holidays, and substitute days of the United States (shops follow the day itself), are left out.
/// </summary>
public static class HolidayCalendar
{
    /// <summary>The codes that <see cref="For"/> knows, sorted.</summary>
    public static IReadOnlyList<string> Codes { get; } = [.. CountryHolidays.ByCode.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Whether there is a calendar of that code; upper and lower case are alike.</summary>
    public static bool Knows(string code) => CountryHolidays.ByCode.ContainsKey(code);

    /// <summary>Easter Sunday of the Gregorian calendar.</summary>
    public static DateOnly EasterSunday(int year) => HolidayRule.EasterSunday(year);

    /// <summary>The holidays from one day to another, both included, by day. Empty for an empty code; throws for an unknown one.</summary>
    public static IReadOnlyList<Holiday> For(string code, DateOnly from, DateOnly to)
    {
        if (code.Length == 0)
            return [];
        if (!CountryHolidays.ByCode.TryGetValue(code, out var rules))
            throw new ArgumentException($"There is no holiday calendar \"{code}\". Known are {string.Join(", ", Codes)}.", nameof(code));

        var holidays = new List<Holiday>();
        for (int year = from.Year; year <= to.Year; year++)
        {
            foreach (var rule in rules)
            {
                if (rule.DayIn(year) is { } day && day >= from && day <= to)
                    holidays.Add(new Holiday(day, rule.Name));
            }
        }

        holidays.Sort((a, b) => a.Day != b.Day ? a.Day.CompareTo(b.Day) : string.CompareOrdinal(a.Name, b.Name));
        return holidays;
    }
}
