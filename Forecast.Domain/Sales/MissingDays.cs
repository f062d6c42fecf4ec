namespace Forecast.Domain.Sales;

/// <summary>What a day means for which a file has no row, inside the series' own range of days.</summary>
public enum MissingDays
{
    /// <summary>Nothing is known of it.</summary>
    NotLoaded,

    /// <summary>Nothing was sold.</summary>
    NothingSold,
}
