namespace Forecast.Domain.Reading;

/// <summary>Which mark stands before the decimals; the other one may group thousands. One answer for the whole file.</summary>
public enum NumberStyle
{
    /// <summary>1,234.5.</summary>
    Point,

    /// <summary>1.234,5.</summary>
    Comma,
}
