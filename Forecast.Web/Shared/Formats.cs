using System.Globalization;

namespace Forecast.Web.Shared;

/// <summary>
/// How numbers and times look on every screen: figures in the user's culture, words in English.
/// Undefined is a dash, never a zero; a difference always carries its sign.
/// </summary>
internal static class Formats
{
    public const string None = "–";
    private const string Minus = "\u2212";
    private const string ThinSpace = "\u202f";
    private static readonly CultureInfo Words = CultureInfo.GetCultureInfo("en-GB");

    /// <summary>Counted goods: no decimals, unless there are so few that nothing else would be left.</summary>
    public static string Units(double? value, int digits = 0) =>
        Defined(value) is { } v ? Math.Round(v, digits, MidpointRounding.AwayFromZero)
            .ToString("N" + digits, CultureInfo.CurrentCulture) : None;

    /// <summary>Pallets: one decimal below ten, none above.</summary>
    public static string Pallets(double? value) =>
        Defined(value) is { } v ? v.ToString(Math.Abs(v) < 9.95 ? "N1" : "N0", CultureInfo.CurrentCulture) : None;

    /// <summary>A difference in counted goods, always signed.</summary>
    public static string SignedUnits(double? value, int digits = 0)
    {
        if (Defined(value) is not { } v)
            return None;
        var rounded = Math.Round(v, digits, MidpointRounding.AwayFromZero);
        return Sign(rounded) + Math.Abs(rounded).ToString("N" + digits, CultureInfo.CurrentCulture);
    }

    /// <summary>A ratio as a percentage.</summary>
    public static string Percent(double? ratio, int digits = 1) =>
        Defined(ratio) is { } r ? (r * 100).ToString("N" + digits, CultureInfo.CurrentCulture) + ThinSpace + "%" : None;

    /// <summary>A relative difference as a percentage, always signed; beyond ±999 % only the direction is worth saying.</summary>
    public static string SignedPercent(double? ratio, int digits = 1)
    {
        if (Defined(ratio) is not { } r)
            return None;
        if (Math.Abs(r) > 9.99)
            return (r > 0 ? ">+" : "<" + Minus) + "999" + ThinSpace + "%";
        var rounded = Math.Round(r * 100, digits, MidpointRounding.AwayFromZero);
        return Sign(rounded) + Math.Abs(rounded).ToString("N" + digits, CultureInfo.CurrentCulture) + ThinSpace + "%";
    }

    /// <summary>Fri 20 Nov.</summary>
    public static string Day(DateOnly? day) => day?.ToString("ddd d MMM", Words) ?? None;

    /// <summary>Fri 20 Nov 2026.</summary>
    public static string DayWithYear(DateOnly? day) => day?.ToString("ddd d MMM yyyy", Words) ?? None;

    /// <summary>Fri 20 Nov, with the year when it is another than that of a day beside it.</summary>
    public static string Day(DateOnly? day, DateOnly beside) => day?.Year == beside.Year ? Day(day) : DayWithYear(day);

    /// <summary>Fri.</summary>
    public static string Weekday(DateOnly day) => day.ToString("ddd", Words);

    /// <summary>20 Nov.</summary>
    public static string DayAndMonth(DateOnly day) => day.ToString("d MMM", Words);

    /// <summary>05:02 on the clock of a zone.</summary>
    public static string Clock(DateTimeOffset instant, TimeZoneInfo zone) =>
        TimeZoneInfo.ConvertTime(instant, zone).ToString("HH:mm", Words);

    /// <summary>05:02 today, otherwise Fri 20 Nov 05:02, on the clock of a zone.</summary>
    public static string Moment(DateTimeOffset instant, TimeZoneInfo zone, DateOnly today)
    {
        var local = TimeZoneInfo.ConvertTime(instant, zone);
        var day = DateOnly.FromDateTime(local.DateTime);
        if (day == today)
            return local.ToString("HH:mm", Words);
        return local.ToString(day.Year == today.Year ? "ddd d MMM HH:mm" : "ddd d MMM yyyy HH:mm", Words);
    }

    public static string Clock(TimeOnly time) => time.ToString("HH:mm", Words);

    /// <summary>"0.8 s", "12 s", "3 min 20 s", "2 h 5 min".</summary>
    public static string Duration(TimeSpan span)
    {
        int seconds = (int)Math.Round(span.TotalSeconds), minutes = (int)Math.Round(span.TotalMinutes);
        return (seconds, minutes) switch
        {
            _ when span.TotalSeconds < 9.95 => span.TotalSeconds.ToString("0.0", CultureInfo.CurrentCulture) + " s",
            ( < 60, _) => $"{seconds} s",
            ( < 600, _) => WithRest(seconds / 60, "min", seconds % 60, "s"),
            (_, < 60) => $"{minutes} min",
            _ => WithRest(minutes / 60, "h", minutes % 60, "min"),
        };
    }

    /// <summary>A guess at a duration: "under 1 s", "about 2 s", "about 3 min 20 s".</summary>
    public static string About(TimeSpan span) => span switch
    {
        { TotalSeconds: < 1 } => "under 1 s",
        { TotalSeconds: < 59.5 } => $"about {Math.Ceiling(span.TotalSeconds):0} s",
        _ => "about " + Duration(span),
    };

    /// <summary>"1 store", "3 stores".</summary>
    public static string Count(int count, string one, string? many = null) =>
        $"{count.ToString("N0", CultureInfo.CurrentCulture)} {(count == 1 ? one : many ?? one + "s")}";

    /// <summary>"A", "A and B", "A, B and 3 more".</summary>
    public static string List(IReadOnlyList<string> names, int shown = 3) => names.Count switch
    {
        0 => "",
        1 => names[0],
        _ when names.Count <= shown => string.Join(", ", names.Take(names.Count - 1)) + " and " + names[^1],
        _ => string.Join(", ", names.Take(shown)) + " and " + Count(names.Count - shown, "more", "more"),
    };

    private static string WithRest(int whole, string unit, int rest, string restUnit) =>
        rest == 0 ? $"{whole} {unit}" : $"{whole} {unit} {rest} {restUnit}";

    private static string Sign(double value) => value switch { > 0 => "+", < 0 => Minus, _ => "±" };

    private static double? Defined(double? value) => value is { } v && double.IsFinite(v) ? v : null;
}
