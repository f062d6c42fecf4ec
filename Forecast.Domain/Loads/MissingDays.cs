namespace Forecast.Domain.Loads;

/// <summary>
/// What a day means for which a file has no row: from the first day that a series is known to have been sold, or the file's first day if
/// that is later, to the last day of sales that the file has of its store.
/// </summary>
public enum MissingDays
{
    /// <summary>Nothing is known of it.</summary>
    NotLoaded,

    /// <summary>Nothing was sold.</summary>
    NothingSold,
}
