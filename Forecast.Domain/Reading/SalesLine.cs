using System.Runtime.InteropServices;

namespace Forecast.Domain.Reading;

/// <summary>What a row of a sales file says, but for its store and item. NaN: it does not say.</summary>
/// <param name="Day">Day number; of an instant with a zone, not yet known.</param>
/// <param name="Quantity">Units sold; negative for returns.</param>
/// <param name="Promotion">1 promoted, 0 not.</param>
/// <param name="Price">Price per unit.</param>
/// <param name="Open">1 the store was open, 0 closed.</param>
/// <param name="StockedOut">1 when the shelf ran empty, 0 when not.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct SalesLine(int Day, float Quantity, float Promotion, float Price, float Open, float StockedOut)
{
    /// <summary>Whether the row says anything about its series.</summary>
    public bool SaysAnything => !float.IsNaN(Quantity) || !float.IsNaN(Promotion) || !float.IsNaN(Price) || !float.IsNaN(StockedOut);
}
