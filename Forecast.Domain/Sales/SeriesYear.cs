namespace Forecast.Domain.Sales;

/// <summary>One calendar year of one series. Arrays are indexed by day of year − 1 and are 365 or 366 long.</summary>
public sealed class SeriesYear
{
    /// <summary>The series.</summary>
    public int SeriesId { get; set; }

    /// <summary>Calendar year.</summary>
    public short Year { get; set; }

    /// <summary>Units sold. NaN: not loaded; 0: nothing sold.</summary>
    public required float[] Quantity { get; set; }

    /// <summary>1 on promoted days, 0 on others, NaN unknown; null when the whole year is unknown. Days ahead are plans.</summary>
    public float[]? Promotion { get; set; }

    /// <summary>Price per unit, NaN unknown; null when the whole year is unknown. Days ahead are plans.</summary>
    public float[]? Price { get; set; }

    /// <summary>1 on days the shelf ran empty, 0 on others, NaN unknown; null when the whole year is unknown.</summary>
    public float[]? StockedOut { get; set; }
}
