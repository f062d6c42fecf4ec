using System.Globalization;
using System.Text;
using Forecast.Domain.Sales;
using Forecast.Web.Access;
using Forecast.Web.Features.Sales.Reading;
using Forecast.Web.Shared;

namespace Forecast.Web.Features.Sales;

/// <summary>The days to look at as a file, streamed: stock-outs may be many.</summary>
internal static class DaysExport
{
    public static async Task<IResult> GetAsync(string? region, string? kind, ViewerSource viewers, DayReader reader, CancellationToken cancellationToken)
    {
        var viewer = await viewers.CurrentAsync(cancellationToken);
        var filter = DayFilter.Parse(region, kind);
        return TypedResults.Stream(
            async stream =>
            {
                await using var writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), 1 << 14, leaveOpen: true);
                await writer.WriteAsync("region,store,item,date,kind,sold,expected,reason\r\n".AsMemory(), cancellationToken);
                await foreach (var row in reader.AllAsync(viewer, filter, cancellationToken))
                    await writer.WriteAsync(Line(row).AsMemory(), cancellationToken);
            },
            "text/csv; charset=utf-8",
            "days-to-look-at.csv");
    }

    /// <summary>Numbers in the invariant form, ending in CR LF (RFC 4180).</summary>
    internal static string Line(DayRow row) => string.Create(CultureInfo.InvariantCulture,
        $"{CsvText.Of(row.Region)},{CsvText.Of(row.Store)},{CsvText.Of(row.Item)},{row.Day:yyyy-MM-dd},{(row.Kind == SalesRemarkKind.StockOut ? "stock-out" : "outlier")},{row.Sold:0.##},{row.Expected:0.##},{CsvText.Of(row.Reason)}\r\n");
}
