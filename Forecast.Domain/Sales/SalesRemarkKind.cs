namespace Forecast.Domain.Sales;

/// <summary>Why a day of sales deserves a look.</summary>
public enum SalesRemarkKind
{
    /// <summary>The shelf ran empty: demand was at least what was sold.</summary>
    StockOut,

    /// <summary>Sales far from what was to be expected, without a known cause.</summary>
    Outlier,
}
