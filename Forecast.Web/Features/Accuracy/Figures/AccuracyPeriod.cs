using System.Globalization;

namespace Forecast.Web.Features.Accuracy.Figures;

/// <summary>Which days are looked at: by a name that means other days tomorrow, or from one day to another.</summary>
/// <param name="Name">What the address says; null for days that are given.</param>
/// <param name="From">First day.</param>
/// <param name="To">Last day.</param>
/// <param name="IsCut">Whether more days were asked for than may be looked at together.</param>
public sealed record AccuracyPeriod(string? Name, DateOnly From, DateOnly To, bool IsCut = false)
{
    /// <summary>Days that may be looked at together: a page of more would keep its visitor waiting.</summary>
    public const int Most = 92;

    /// <summary>The last seven days: what is shown unless something else is asked for.</summary>
    public const string Week = "week";

    /// <summary>The last day that is over.</summary>
    public const string Yesterday = "yesterday";

    /// <summary>The last Saturday that is over.</summary>
    public const string Saturday = "saturday";

    /// <summary>The last four weeks.</summary>
    public const string Month = "month";

    /// <summary>The names, in the order they are offered.</summary>
    public static IReadOnlyList<(string Name, string Words)> Names { get; } =
        [(Yesterday, "Yesterday"), (Saturday, "Last Saturday"), (Week, "Last 7 days"), (Month, "Last 28 days")];

    /// <summary>Days looked at.</summary>
    public int Days => To.DayNumber - From.DayNumber + 1;

    /// <summary>
    /// What an address asks for; what it does not understand, or what ends before it begins, is the last seven days. Of more days than may
    /// be looked at together, the last ones.
    /// </summary>
    /// <param name="name">A name.</param>
    /// <param name="from">First day, as the address has it.</param>
    /// <param name="to">Last day, likewise.</param>
    /// <param name="lastDay">The last day that is over in the region.</param>
    public static AccuracyPeriod Parse(string? name, string? from, string? to, DateOnly lastDay)
    {
        if (DayOf(from) is { } first && DayOf(to) is { } last && first <= last)
        {
            return last.DayNumber - first.DayNumber < Most
                ? new AccuracyPeriod(null, first, last)
                : new AccuracyPeriod(null, last.AddDays(1 - Most), last, IsCut: true);
        }

        return name switch
        {
            Yesterday => new(name, lastDay, lastDay),
            Saturday => Single(name, lastDay.AddDays(-(((int)lastDay.DayOfWeek + 1) % 7))),
            Month => new(name, lastDay.AddDays(-27), lastDay),
            _ => new(Week, lastDay.AddDays(-6), lastDay),
        };
    }

    /// <summary>A day as an address has it.</summary>
    public static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static AccuracyPeriod Single(string name, DateOnly day) => new(name, day, day);

    private static DateOnly? DayOf(string? text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
}
