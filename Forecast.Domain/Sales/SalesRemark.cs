namespace Forecast.Domain.Sales;

/// <summary>
/// A day of sales that deserves a look, and what demand is estimated at. The sales themselves stay as they were loaded. Written by fitting
/// runs; the next fit of a store replaces its remarks.
/// </summary>
public sealed class SalesRemark
{
    /// <summary>The series.</summary>
    public int SeriesId { get; set; }

    /// <summary>The day.</summary>
    public DateOnly Day { get; set; }

    /// <summary>Why it is here.</summary>
    public SalesRemarkKind Kind { get; set; }

    /// <summary>Units sold, as loaded.</summary>
    public float Sold { get; set; }

    /// <summary>Units that demand is estimated at.</summary>
    public float Suggested { get; set; }

    /// <summary>Units between the two, the less the longer ago; for ranking.</summary>
    public float Impact { get; set; }

    /// <summary>One plain sentence with numbers.</summary>
    public required string Reason { get; set; }

    /// <summary>The run that found it.</summary>
    public long RunId { get; set; }

    /// <summary>When it was found.</summary>
    public DateTimeOffset CreatedAt { get; set; }
}
