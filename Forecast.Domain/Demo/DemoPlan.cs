using System.Globalization;
using System.Text.RegularExpressions;

namespace Forecast.Domain.Demo;

/// <summary>Everything a demo retailer follows from; kept as the file name of its loads, so that it can be extended later.</summary>
/// <param name="Seed">Same seed, same retailer.</param>
/// <param name="Stores">Number of stores.</param>
/// <param name="Items">Number of items.</param>
/// <param name="FirstDay">First day with sales.</param>
/// <param name="Anchor">Last day when it was built; openings and endings are set relative to it and stay where they are.</param>
public sealed partial record DemoPlan(int Seed, int Stores, int Items, DateOnly FirstDay, DateOnly Anchor)
{
    /// <summary>Days for which promotions, prices and opening days are planned beyond the last sale.</summary>
    public const int PlannedDays = 42;

    private const string DayFormat = "yyyy-MM-dd";

    /// <summary>Reads what <see cref="ToString"/> wrote; null when it is something else.</summary>
    public static DemoPlan? TryParse(string text)
    {
        var match = Pattern().Match(text);
        return !match.Success
            ? null
            : new DemoPlan(Number("seed"), Number("stores"), Number("items"), Day("first"), Day("anchor"));

        int Number(string group) => int.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture);
        DateOnly Day(string group) => DateOnly.ParseExact(match.Groups[group].ValueSpan, DayFormat, CultureInfo.InvariantCulture);
    }

    /// <summary>One line that says all and can be read back.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"Demo retailer: seed {Seed}, {Stores} stores, {Items} items, from {FirstDay:yyyy-MM-dd}, built on {Anchor:yyyy-MM-dd}");

    [GeneratedRegex(
        @"^Demo retailer: seed (?<seed>\d{1,9}), (?<stores>\d{1,6}) stores, (?<items>\d{1,6}) items, "
        + @"from (?<first>\d{4}-\d\d-\d\d), built on (?<anchor>\d{4}-\d\d-\d\d)$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Pattern();
}
