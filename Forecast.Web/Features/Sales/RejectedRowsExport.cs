using Forecast.Web.Access;
using Forecast.Web.Features.Sales.Reading;
using Forecast.Web.Shared;

namespace Forecast.Web.Features.Sales;

/// <summary>The rejected rows of a load as a file.</summary>
internal static class RejectedRowsExport
{
    public static async Task<IResult> GetAsync(
        long id, ViewerSource viewers, LoadReader reader, AuditTrail audit, CancellationToken cancellationToken)
    {
        var viewer = await viewers.CurrentAsync(cancellationToken);
        if (await reader.FindAsync(viewer, id, cancellationToken) is null)
            return TypedResults.NotFound();
        await audit.AddAsync(viewer.Name, "export", FormattableString.Invariant($"rejected rows of load {id}"), "", cancellationToken);
        var lines = reader.AllRejectedAsync(viewer, id, cancellationToken)
            .Select(row => $"{row.Line},{CsvText.Of(row.ColumnName)},{CsvText.Of(row.Reason)},{CsvText.Of(row.Text)}\r\n");
        return CsvFile.Streamed($"rejected-rows-of-load-{id}.csv", "line,column,reason,row\r\n", lines, cancellationToken);
    }
}
