using System.Globalization;
using Forecast.Domain.Sales;
using Forecast.Web.Access;
using Forecast.Web.Features.Sales.Reading;
using Forecast.Web.Shared;

namespace Forecast.Web.Features.Sales;

/// <summary>The days to look at as a file.</summary>
internal static class DaysExport
{
    public static async Task<IResult> GetAsync(
        string? region, string? kind, ViewerSource viewers, DayReader reader, AuditTrail audit, CancellationToken cancellationToken)
    {
        var viewer = await viewers.CurrentAsync(cancellationToken);
        if (region is { Length: > 0 } && !(await reader.RegionsAsync(viewer, cancellationToken)).Any(r => r.Code == region))
            return TypedResults.NotFound();
        var whose = region is { Length: > 0 } ? region : "all own regions";
        await audit.AddAsync(viewer.Name, "export", $"days to look at of {whose}", "", cancellationToken);
        var lines = reader.AllAsync(viewer, DayFilter.Parse(region, kind), cancellationToken).Select(Line);
        return CsvFile.Streamed("days-to-look-at.csv", "region,store,item,date,kind,sold,expected,reason\r\n", lines, cancellationToken);
    }

    /// <summary>Numbers in the invariant form, ending in CR LF (RFC 4180).</summary>
    internal static string Line(DayRow row) => string.Create(CultureInfo.InvariantCulture,
        $"{CsvText.Of(row.Region)},{CsvText.Of(row.Store)},{CsvText.Of(row.Item)},{row.Day:yyyy-MM-dd},{Kind(row)},"
        + $"{row.Sold:0.##},{row.Expected:0.##},{CsvText.Of(row.Reason)}\r\n");

    private static string Kind(DayRow row) => row.Kind == SalesRemarkKind.StockOut ? "stock-out" : "outlier";
}
