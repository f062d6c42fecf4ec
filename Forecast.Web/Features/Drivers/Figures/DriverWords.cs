using Forecast.Training.Boosting.Global;
using Forecast.Training.Explanations;

namespace Forecast.Web.Features.Drivers.Figures;

/// <summary>Drivers and methods in the words of planners.</summary>
internal static class DriverWords
{
    /// <summary>All drivers in the order of the table: what is always there first.</summary>
    public static readonly DemandDriver[] InOrder =
    [
        DemandDriver.Base, DemandDriver.Weekday, DemandDriver.Recent, DemandDriver.Season,
        DemandDriver.Holiday, DemandDriver.Promotion, DemandDriver.Price, DemandDriver.Opening,
    ];

    public static string Name(DemandDriver driver) => driver switch
    {
        DemandDriver.Base => "Usual level",
        DemandDriver.Weekday => "Day of the week",
        DemandDriver.Recent => "Trend",
        DemandDriver.Season => "Time of year",
        DemandDriver.Holiday => "Holiday",
        DemandDriver.Promotion => "Promotion",
        DemandDriver.Price => "Price",
        _ => "Closed days",
    };

    public static string Meaning(DemandDriver driver) => driver switch
    {
        DemandDriver.Base => "What an ordinary day sells",
        DemandDriver.Weekday => "This day of the week against the others",
        DemandDriver.Recent => "Where the last days and weeks point to",
        DemandDriver.Season => "Season, month and place in the month",
        DemandDriver.Holiday => "The holiday and the days around it",
        DemandDriver.Promotion => "Promotions on the day and beside it",
        DemandDriver.Price => "The price against the usual one",
        _ => "Stores closed on the day, or on a day beside it",
    };

    /// <summary>Whether the driver is at work on some days only.</summary>
    public static bool IsEvent(DemandDriver driver) =>
        driver is DemandDriver.Holiday or DemandDriver.Promotion or DemandDriver.Price or DemandDriver.Opening;

    /// <summary>"Thanksgiving", "2 days before Thanksgiving".</summary>
    public static string Holiday(NearHoliday near) => near.DaysAfter switch
    {
        0 => near.Name,
        -1 => $"day before {near.Name}",
        1 => $"day after {near.Name}",
        < 0 => $"{-near.DaysAfter} days before {near.Name}",
        _ => $"{near.DaysAfter} days after {near.Name}",
    };

    public static string Method(string method) => method switch
    {
        "combination" => "Several methods combined",
        "boosted-trees" => "A model learnt from all series",
        "seasonal-naive" => "Last week repeated",
        "cold-start" => "Borrowed from similar items",
        "window-4" or "window-8" => "Average of the last same weekdays",
        "croston" or "sba" or "tsb" or "tsb-with-events" => "A method for items that sell now and then",
        _ when method.EndsWith("-with-events", StringComparison.Ordinal) => "Level and trend, with holidays, promotions and prices",
        _ => "Level, weekday and trend",
    };
}
