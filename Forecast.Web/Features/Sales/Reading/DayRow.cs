using System.Runtime.InteropServices;
using Forecast.Domain.Sales;

namespace Forecast.Web.Features.Sales.Reading;

/// <summary>A day of sales that deserves a look, with the names people know it by.</summary>
/// <param name="SeriesId">The series.</param>
/// <param name="Region">Name of the region.</param>
/// <param name="Store">Name of the store.</param>
/// <param name="Item">Name of the item.</param>
/// <param name="Day">The day.</param>
/// <param name="Kind">Why it is here.</param>
/// <param name="Sold">Units sold.</param>
/// <param name="Expected">Units that demand is estimated at.</param>
/// <param name="Reason">One sentence.</param>
public sealed record DayRow(
    int SeriesId, string Region, string Store, string Item, DateOnly Day, SalesRemarkKind Kind, float Sold, float Expected, string Reason);

/// <summary>Which days to show.</summary>
/// <param name="Region">Code of a region; null for all that the viewer may see.</param>
/// <param name="Kind">One kind only; null for both.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct DayFilter(string? Region, SalesRemarkKind? Kind)
{
    /// <summary>Reads an address; what it does not know means everything.</summary>
    public static DayFilter Parse(string? region, string? kind) => new(
        string.IsNullOrWhiteSpace(region) ? null : region,
        kind?.ToUpperInvariant() switch { "OUTLIERS" => SalesRemarkKind.Outlier, "STOCKOUTS" => SalesRemarkKind.StockOut, _ => null });

    /// <summary>The kind as addresses have it; null for both.</summary>
    public string? KindInAddress =>
        Kind switch { SalesRemarkKind.Outlier => "outliers", SalesRemarkKind.StockOut => "stockouts", _ => null };
}
