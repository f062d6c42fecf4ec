using Microsoft.AspNetCore.WebUtilities;
using MiniExcelLibs;

namespace Forecast.Web.Shared;

/// <summary>A workbook of one sheet as an answer.</summary>
internal static class XlsxFile
{
    private const string Type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    /// <summary>Rows whose keys are the heads of the columns.</summary>
    /// <remarks>
    /// The library writes to its stream without waiting, which a connection must not be: rows go to a buffer that keeps what is large on
    /// disk, and from there to the browser.
    /// </remarks>
    public static IResult Of(string name, string sheet, IEnumerable<Dictionary<string, object?>> rows) => TypedResults.Stream(
        async body =>
        {
            await using var buffer = new FileBufferingWriteStream();
            Write(buffer, sheet, rows);
            await buffer.DrainBufferAsync(body);
        },
        Type,
        name);

    internal static void Write(Stream stream, string sheet, IEnumerable<Dictionary<string, object?>> rows) =>
        stream.SaveAs(rows, sheetName: sheet);
}
