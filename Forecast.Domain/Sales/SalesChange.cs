namespace Forecast.Domain.Sales;

/// <summary>Which days of a store a load has changed: tells whether a fitted state still matches the data.</summary>
public sealed class SalesChange
{
    /// <summary>The load.</summary>
    public long LoadId { get; set; }

    /// <summary>The store.</summary>
    public int StoreId { get; set; }

    /// <summary>First changed day.</summary>
    public DateOnly FirstDay { get; set; }

    /// <summary>Last changed day.</summary>
    public DateOnly LastDay { get; set; }
}
