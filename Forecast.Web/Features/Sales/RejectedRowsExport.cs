using System.Text;
using Forecast.Web.Access;
using Forecast.Web.Features.Sales.Reading;
using Forecast.Web.Shared;

namespace Forecast.Web.Features.Sales;

/// <summary>The rejected rows of a load as a file, streamed: there may be millions.</summary>
internal static class RejectedRowsExport
{
    public static async Task<IResult> GetAsync(long id, ViewerSource viewers, LoadReader reader, CancellationToken cancellationToken)
    {
        var viewer = await viewers.CurrentAsync(cancellationToken);
        if (await reader.FindAsync(viewer, id, cancellationToken) is null)
            return TypedResults.NotFound();
        return TypedResults.Stream(
            async stream =>
            {
                await using var writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), 1 << 14, leaveOpen: true);
                await writer.WriteAsync("line,column,reason,row\r\n".AsMemory(), cancellationToken);
                await foreach (var row in reader.AllRejectedAsync(viewer, id, cancellationToken))
                    await writer.WriteAsync($"{row.Line},{CsvText.Of(row.ColumnName)},{CsvText.Of(row.Reason)},{CsvText.Of(row.Text)}\r\n".AsMemory(), cancellationToken);
            },
            "text/csv; charset=utf-8",
            $"rejected-rows-of-load-{id}.csv");
    }
}
