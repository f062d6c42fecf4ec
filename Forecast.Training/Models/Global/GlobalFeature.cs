namespace Forecast.Training.Models.Global;

/// <summary>
/// Features of the global model, in the order of the columns. Quantities are ratios to the series' recent level, so that all series speak one
/// language. "Day" is the day forecast, "base day" the latest same weekday not after the origin.
/// </summary>
internal enum GlobalFeature
{
    SameWeekday1, // on the base day
    SameWeekday2, // one and more weeks before it
    SameWeekday3,
    SameWeekdayMean4,
    SameWeekdayMean8,
    WeekdayLevel, // exponentially weighted mean of this weekday
    LikeDayLevel, // likewise, of this weekday under the day's promotion status
    Yesterday, // on the origin
    DayBefore,
    LastWeekMean,
    LastMonthMean,
    LastQuarterMean,
    FastLevel, // exponentially weighted means of all days
    SlowLevel,
    Spread, // mean |residual| against the weekday level
    ZeroShare,
    DaysSinceSale,
    LogLevel,
    Age,
    Step,
    Weekday,
    DayOfMonth,
    Month,
    DayOfYear,
    DaysToMonthEnd,
    YearAgoDay, // 364 days before
    YearAgoWeek, // mean of the seven days around it
    YearAgoChange, // that week against the month before the origin's counterpart a year ago
    PanelYearAgoChange, // the same over all series
    PanelYearAgoDate, // the same calendar date a year ago, over all series, against its surroundings
    PanelTrend, // last week against the last four, over all series
    StoreTrend, // likewise over the store's series
    ItemTrend, // likewise over the item's
    Promotion,
    PromotionOnBaseDay,
    PromotionShare4, // share of promotion days in the last four weeks
    PromotionUplift, // demand on promotion days ÷ expected without
    PromotionDayBefore,
    PromotionDayAfter,
    PromotionRun, // days since the promotion began
    OpenDayBefore,
    OpenDayAfter,
    DaysClosedBefore, // among the seven days before
    PriceRatio, // last known price ÷ mean of the last quarter
    Holiday, // code of the holiday on the day, or 0
    DaysToHoliday,
    DaysSinceHoliday,
    Store,
    Item,
    Category,
}
