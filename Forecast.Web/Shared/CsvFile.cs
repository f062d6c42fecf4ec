using System.Text;

namespace Forecast.Web.Shared;

/// <summary>CSV as an answer: in UTF-8 and marked so for spreadsheets. Lines end in CR LF (RFC 4180).</summary>
internal static class CsvFile
{
    private const string Type = "text/csv; charset=utf-8";

    private static readonly UTF8Encoding Marked = new(encoderShouldEmitUTF8Identifier: true);

    /// <summary>A file that is small enough to be there at once.</summary>
    public static IResult Of(string name, string text) =>
        TypedResults.File([.. Marked.GetPreamble(), .. Marked.GetBytes(text)], Type, name);

    /// <summary>A file that is sent while its lines are read: there may be millions.</summary>
    public static IResult Streamed(string name, string head, IAsyncEnumerable<string> lines, CancellationToken cancellationToken) =>
        TypedResults.Stream(
        async stream =>
        {
            await using var writer = new StreamWriter(stream, Marked, 1 << 14, leaveOpen: true);
            await writer.WriteAsync(head.AsMemory(), cancellationToken);
            await foreach (var line in lines.WithCancellation(cancellationToken))
                await writer.WriteAsync(line.AsMemory(), cancellationToken);
        },
        Type,
        name);
}
