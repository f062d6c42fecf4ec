using Forecast.Domain.Accuracy;
using Forecast.Domain.Forecasts;
using Forecast.Web.Shared;

namespace Forecast.Web.Features.Accuracy.Figures;

/// <summary>What levels, rows and measures are called, and what they mean.</summary>
internal static class AccuracyWords
{
    private static readonly string[] Weekdays = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

    public static string Name(AccuracyLevel level) => level switch
    {
        AccuracyLevel.Item => "Items",
        AccuracyLevel.Store => "Store totals",
        AccuracyLevel.Category => "Category totals",
        _ => "Region total",
    };

    /// <summary>What it means to take errors at a level.</summary>
    public static string Meaning(AccuracyLevel level) => level switch
    {
        AccuracyLevel.Item => "Errors are taken for each item in each store, each day: what the shelf feels.",
        AccuracyLevel.Store =>
            "Errors are taken of each store's total of a day: too much of one item makes up for too little of another.",
        AccuracyLevel.Category =>
            "Errors are taken of each category's total over the stores: too much in one store makes up for too little in another.",
        _ => "Errors are taken of the region's total of a day: what the warehouse feels, and always the smallest.",
    };

    public static string Name(AccuracyBreakdown by) => by switch
    {
        AccuracyBreakdown.Store => "Store",
        AccuracyBreakdown.Category => "Category",
        AccuracyBreakdown.Item => "Item",
        AccuracyBreakdown.Class => "Demand class",
        AccuracyBreakdown.Weekday => "Weekday",
        AccuracyBreakdown.Day => "Day",
        _ => "Days ahead",
    };

    public static string Name(AccuracySort sort) => sort switch
    {
        AccuracySort.Wape => "WAPE",
        AccuracySort.Bias => "Bias",
        AccuracySort.Coverage => "Coverage",
        _ => "Units missed",
    };

    public static string Name(DemandClass demand) => demand switch
    {
        DemandClass.Smooth => "Smooth: often, similar amounts",
        DemandClass.Erratic => "Erratic: often, varying amounts",
        DemandClass.Intermittent => "Intermittent: seldom, similar amounts",
        DemandClass.Lumpy => "Lumpy: seldom, varying amounts",
        DemandClass.New => "New: too short a history to tell",
        DemandClass.Dead => "Dead: has stopped selling",
        _ => "Ended: silent while others sell on",
    };

    /// <summary>Monday is 1.</summary>
    public static string Weekday(int iso) => Weekdays[iso - 1];

    public static string Ahead(int days) => days == 1 ? "1 day before" : FormattableString.Invariant($"{days} days before");

    /// <summary>"Sat 21 Nov 2026", or from one day to another.</summary>
    public static string Days(AccuracyPeriod period) => period.Days == 1
        ? Formats.DayWithYear(period.From)
        : $"{Formats.DayWithYear(period.From)} to {Formats.DayWithYear(period.To)}";
}
