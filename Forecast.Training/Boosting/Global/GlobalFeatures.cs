using System.Collections.Immutable;

namespace Forecast.Training.Boosting.Global;

/// <summary>What a column of the global model needs the panel to have.</summary>
internal enum Needs
{
    Nothing,
    Promotion,
    KnownPrice,
    Price,
    Open,
    Holidays,
    StoreGroup,
    CategoryGroup,
    StoreCode,
    CategoryCode,
    ItemCode,
}

/// <summary>A column of the global model.</summary>
internal sealed record GlobalFeature(string Name, DemandDriver Driver, Needs Needs = Needs.Nothing, bool Categorical = false);

/// <summary>All columns the global model knows, in the order in which <see cref="GlobalFeatureRow"/> writes them.</summary>
internal static class GlobalFeatures
{
    /// <summary>
    /// Days before an origin that the columns look back at most: two years and the weeks around, and what the smoothed levels remember.
    /// </summary>
    internal const int LookBackDays = (2 * 364) + 72;

    internal static readonly ImmutableArray<GlobalFeature> All =
    [
        new("lag 0", DemandDriver.Recent), new("lag 1", DemandDriver.Recent), new("lag 2", DemandDriver.Recent),
        new("lag 3", DemandDriver.Recent),
        new("lag 4", DemandDriver.Recent), new("lag 5", DemandDriver.Recent), new("lag 6", DemandDriver.Recent),
        new("mean of 7 days", DemandDriver.Recent), new("mean of 28 days", DemandDriver.Recent),
        new("28 days before those", DemandDriver.Recent),
        new("mean of 364 days", DemandDriver.Base), new("fast level", DemandDriver.Recent), new("slow level", DemandDriver.Recent),
        new("deviation of 28 days", DemandDriver.Recent), new("deviation of 182 days", DemandDriver.Base),
        new("zero share of 28 days", DemandDriver.Recent), new("zero share of 182 days", DemandDriver.Base),
        new("days since a sale", DemandDriver.Recent),
        new("level", DemandDriver.Base), new("age", DemandDriver.Base), new("step", DemandDriver.Base),

        new("weekday", DemandDriver.Weekday), new("same weekday 1", DemandDriver.Weekday), new("same weekday 2", DemandDriver.Weekday),
        new("same weekday 3", DemandDriver.Weekday), new("same weekday 4", DemandDriver.Weekday),
        new("mean of 4 same weekdays", DemandDriver.Weekday),
        new("mean of 8 same weekdays", DemandDriver.Weekday), new("weekday profile of 26 weeks", DemandDriver.Weekday),

        new("day of month", DemandDriver.Season), new("days to month end", DemandDriver.Season), new("day of year", DemandDriver.Season),
        new("month", DemandDriver.Season),
        new("a year ago", DemandDriver.Season), new("week a year ago", DemandDriver.Season), new("season a year ago", DemandDriver.Season),
        new("season two years ago", DemandDriver.Season),

        new("store: 7 to 28 days", DemandDriver.Recent, Needs.StoreGroup), new("store: weekday", DemandDriver.Weekday, Needs.StoreGroup),
        new("store: season a year ago", DemandDriver.Season, Needs.StoreGroup),
        new("store: day a year ago", DemandDriver.Season, Needs.StoreGroup),
        new("category: 7 to 28 days", DemandDriver.Recent, Needs.CategoryGroup),
        new("category: weekday", DemandDriver.Weekday, Needs.CategoryGroup),
        new("category: season a year ago", DemandDriver.Season, Needs.CategoryGroup),
        new("category: day a year ago", DemandDriver.Season, Needs.CategoryGroup),

        new("holiday", DemandDriver.Holiday, Needs.Holidays, Categorical: true),
        new("days to holiday", DemandDriver.Holiday, Needs.Holidays),
        new("days since holiday", DemandDriver.Holiday, Needs.Holidays), new("holiday last time", DemandDriver.Holiday, Needs.Holidays),
        new("store: holiday last time", DemandDriver.Holiday, Needs.Holidays),

        new("promotion", DemandDriver.Promotion, Needs.Promotion), new("promotion the day before", DemandDriver.Promotion, Needs.Promotion),
        new("promotion the day after", DemandDriver.Promotion, Needs.Promotion),
        new("days in promotion", DemandDriver.Promotion, Needs.Promotion),
        new("promotion at lag 0", DemandDriver.Promotion, Needs.Promotion),
        new("promotion a week before", DemandDriver.Promotion, Needs.Promotion),
        new("promotion share of 28 days", DemandDriver.Promotion, Needs.Promotion),
        new("promotion share of 364 days", DemandDriver.Promotion, Needs.Promotion),
        new("uplift of 364 days", DemandDriver.Promotion, Needs.Promotion),
        new("recent days alike", DemandDriver.Promotion, Needs.Promotion),
        new("year's days alike", DemandDriver.Promotion, Needs.Promotion),

        new("price to usual", DemandDriver.Price, Needs.KnownPrice), new("price to last", DemandDriver.Price, Needs.KnownPrice),
            new("last price to usual", DemandDriver.Price, Needs.Price),

        new("open the day before", DemandDriver.Opening, Needs.Open), new("open the day after", DemandDriver.Opening, Needs.Open),
            new("open days around", DemandDriver.Opening, Needs.Open),

        new("store", DemandDriver.Base, Needs.StoreCode, Categorical: true),
        new("category", DemandDriver.Base, Needs.CategoryCode, Categorical: true),
        new("item", DemandDriver.Base, Needs.ItemCode, Categorical: true),
    ];
}
