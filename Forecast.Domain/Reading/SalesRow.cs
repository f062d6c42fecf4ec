using System.Runtime.InteropServices;

namespace Forecast.Domain.Reading;

/// <summary>A checked row of a sales file. NaN: the row does not say. The layout is fixed because rows are also spilled as bytes.</summary>
/// <param name="Series">Place of the series.</param>
/// <param name="Day">Day number.</param>
/// <param name="Line">Line in the file.</param>
/// <param name="Visit">Number of the stretch of lines with this day: a day that comes back later is another visit.</param>
/// <param name="Text">Digest of the row as it stands in the file; rows that differ in anything differ here.</param>
/// <param name="Quantity">Units sold.</param>
/// <param name="Promotion">1 promoted, 0 not.</param>
/// <param name="Price">Price per unit.</param>
/// <param name="StockedOut">1 when the shelf ran empty, 0 when not.</param>
[StructLayout(LayoutKind.Sequential, Pack = 4)]
internal readonly record struct SalesRow(
    int Series, int Day, uint Line, uint Visit, uint Text, float Quantity, float Promotion, float Price, float StockedOut)
{
    /// <summary>Whether the row says anything about its series.</summary>
    public bool SaysAnything => !float.IsNaN(Quantity) || !float.IsNaN(Promotion) || !float.IsNaN(Price) || !float.IsNaN(StockedOut);
}
