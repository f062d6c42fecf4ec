using Forecast.Web.Access;
using Forecast.Web.Features.Transport.Figures;
using Forecast.Web.Features.Transport.Reading;
using Forecast.Web.Shared;

namespace Forecast.Web.Features.Transport;

/// <summary>A region's transport as a file: the same address with ".csv" or ".xlsx" after its path.</summary>
internal static class TransportExport
{
    private const string CsvEnding = "csv";
    private const string XlsxEnding = "xlsx";

    public static void MapTransport(this WebApplication app)
    {
        foreach (var ending in (string[])[CsvEnding, XlsxEnding])
            app.MapGet($"/region/{{code}}/transport.{ending}", Answer(ending)).RequireAuthorization(AccessPolicies.Viewer);
    }

    private static Delegate Answer(string ending) =>
        async (string code, string? route, ViewerSource viewers, TransportReader reader, AuditTrail audit,
            CancellationToken cancellationToken) =>
        {
            var viewer = await viewers.CurrentAsync(cancellationToken);
            if (await reader.ReadAsync(viewer, code, cancellationToken) is not { } board)
                return Results.NotFound();
            var view = TransportView.From(board, TransportSelection.Parse(null, route));
            var file = $"transport-{board.Region.Code}-{(view.IsEmpty ? board.Today : view.Days[0]):yyyy-MM-dd}.{ending}";
            await audit.AddAsync(viewer.Name, "export", $"transport of {board.Region.Code}", file, cancellationToken);
            return ending == CsvEnding
                ? CsvFile.Of(file, TransportTable.Csv(view))
                : XlsxFile.Of(file, "Transport", TransportTable.Rows(view));
        };
}
