namespace Forecast.Domain.Sales;

/// <summary>The opening days of one store in one calendar year; days ahead are plans.</summary>
public sealed class StoreYear
{
    /// <summary>The store.</summary>
    public int StoreId { get; set; }

    /// <summary>Calendar year.</summary>
    public short Year { get; set; }

    /// <summary>Indexed by day of year − 1: 1 open, 0 closed, NaN unknown.</summary>
    public required float[] Open { get; set; }
}
