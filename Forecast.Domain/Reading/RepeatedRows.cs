namespace Forecast.Domain.Reading;

/// <summary>What several rows for one day of one series mean.</summary>
public enum RepeatedRows
{
    /// <summary>The rows of the whole file decide: lines of tickets add up, rows said again count once.</summary>
    Auto,

    /// <summary>They add up.</summary>
    Sum,

    /// <summary>The last one of the file stands.</summary>
    Last,

    /// <summary>The file is refused.</summary>
    Refuse,
}
