using Forecast.Web.Access;
using Forecast.Web.Features.Transport.Figures;
using Forecast.Web.Features.Transport.Reading;
using Forecast.Web.Shared;
using Microsoft.AspNetCore.WebUtilities;
using MiniExcelLibs;

namespace Forecast.Web.Features.Transport;

/// <summary>A region's transport as a file: the same address with ".csv" or ".xlsx" after its path.</summary>
internal static class TransportExport
{
    private const string Workbook = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    public static void MapTransport(this WebApplication app)
    {
        app.MapGet("/region/{code}/transport.csv", Answer(Csv)).RequireAuthorization(AccessPolicies.Viewer);
        app.MapGet("/region/{code}/transport.xlsx", Answer(Xlsx)).RequireAuthorization(AccessPolicies.Viewer);
    }

    private static Delegate Answer(Func<TransportView, IResult> write) =>
        async (string code, string? route, ViewerSource viewers, TransportReader reader, CancellationToken cancellationToken) =>
            await reader.ReadAsync(await viewers.CurrentAsync(cancellationToken), code, cancellationToken) is { } board
                ? write(TransportView.From(board, TransportSelection.Parse(null, route)))
                : TypedResults.NotFound();

    private static IResult Csv(TransportView view) => CsvFile.Of(Name(view, "csv"), TransportTable.Csv(view));

    /// <summary>The library writes without waiting, which a connection must not be: rows go to a buffer first.</summary>
    private static IResult Xlsx(TransportView view) => TypedResults.Stream(
        async body =>
        {
            await using var buffer = new FileBufferingWriteStream();
            buffer.SaveAs(TransportTable.Rows(view), sheetName: "Transport");
            await buffer.DrainBufferAsync(body);
        },
        Workbook,
        Name(view, "xlsx"));

    private static string Name(TransportView view, string ending) =>
        $"transport-{view.Board.Region.Code}-{(view.IsEmpty ? view.Board.Today : view.Days[0]):yyyy-MM-dd}.{ending}";
}
