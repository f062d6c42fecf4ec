using System.Runtime.InteropServices;

namespace Forecast.Domain.Sales;

/// <summary>A checked row of a sales file. NaN: the row does not say. The layout is fixed because rows are also spilled as bytes.</summary>
/// <param name="Series">Place of the series.</param>
/// <param name="Day">Day number.</param>
/// <param name="Line">Line in the file.</param>
/// <param name="Quantity">Units sold.</param>
/// <param name="Promotion">1 promoted, 0 not.</param>
/// <param name="Price">Price per unit.</param>
/// <param name="StockedOut">1 when the shelf ran empty, 0 when not.</param>
[StructLayout(LayoutKind.Sequential, Pack = 4)]
internal readonly record struct SalesRow(int Series, int Day, long Line, float Quantity, float Promotion, float Price, float StockedOut)
{
    /// <summary>Whether the row says anything about its series.</summary>
    public bool SaysAnything => !float.IsNaN(Quantity) || !float.IsNaN(Promotion) || !float.IsNaN(Price) || !float.IsNaN(StockedOut);
}
