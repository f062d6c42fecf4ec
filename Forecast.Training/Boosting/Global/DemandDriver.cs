namespace Forecast.Training.Boosting.Global;

/// <summary>What a planner would call the reason; every feature of the global model belongs to one.</summary>
public enum DemandDriver
{
    /// <summary>The usual level of the series and what kind of series it is.</summary>
    Base,

    /// <summary>How the last days and weeks went.</summary>
    Recent,

    /// <summary>Day of the week.</summary>
    Weekday,

    /// <summary>Season, month and place in the month.</summary>
    Season,

    /// <summary>Holidays and local events.</summary>
    Holiday,

    /// <summary>Promotions on the day and around it.</summary>
    Promotion,

    /// <summary>Price against the usual one.</summary>
    Price,

    /// <summary>Closed on the day, or on a day beside it.</summary>
    Opening,
}
