namespace Forecast.Web.Features.Accuracy.Figures;

/// <summary>What the rows of the page are.</summary>
public enum AccuracyBreakdown
{
    /// <summary>Stores.</summary>
    Store,

    /// <summary>Categories.</summary>
    Category,

    /// <summary>Items.</summary>
    Item,

    /// <summary>Demand classes.</summary>
    Class,

    /// <summary>Days of the week.</summary>
    Weekday,

    /// <summary>Days.</summary>
    Day,

    /// <summary>Days ahead.</summary>
    Ahead,
}
