using System.Globalization;

namespace Forecast.Training.Worklists.Detectors;

/// <summary>How numbers are said in reasons.</summary>
internal static class Words
{
    /// <summary>Units, with a decimal where there are few.</summary>
    public static string Units(double units) =>
        Math.Abs(units).ToString(Math.Abs(units) < 9.95 ? "0.#" : "N0", CultureInfo.InvariantCulture);

    /// <summary>How many times one is the other: "3.1 times", "a third of" is "0.3 times".</summary>
    public static string Times(double of, double reference) =>
        string.Create(CultureInfo.InvariantCulture, $"{of / Math.Max(reference, 0.1):0.0} times");

    /// <summary>A day.</summary>
    public static string Day(DateOnly day) => day.ToString("d MMM", CultureInfo.InvariantCulture);

    /// <summary>Where the reader finds holidays among the days ahead; empty without any.</summary>
    public static string Holidays(RegionPicture picture) => picture.Holidays.Count == 0
        ? ""
        : $" There is {string.Join(" and ", picture.Holidays.Take(2).Select(h => $"{h.Name} on {Day(h.Day)}"))}.";
}
