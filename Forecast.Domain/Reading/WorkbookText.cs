using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Xml;
using MiniExcelLibs;

namespace Forecast.Domain.Reading;

/// <summary>
/// Turns a sheet of a workbook into rows of text, one line for each row, so that it is read by the rules of every other file. Dates and
/// numbers of a workbook are what they are, however they are shown, and are written so that they mean nothing else.
/// </summary>
internal static class WorkbookText
{
    private const int BufferBytes = 1 << 18;

    /// <summary>More text than a full sheet of sales has; a small archive can unpack to anything.</summary>
    private const long MostBytes = 1L << 30;

    /// <summary>Likewise of one part of the archive, which says so before it is unpacked; tags make more of it than text.</summary>
    private const long MostBytesOfPart = 1L << 31;

    /// <summary>The text, in a temporary file that is gone when it is closed.</summary>
    /// <param name="workbook">The workbook; it must be able to seek.</param>
    /// <param name="sheet">Name of the sheet; null for the first.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async Task<Stream> OfAsync(Stream workbook, string? sheet, CancellationToken cancellationToken)
    {
        var text = new FileStream(
            Path.Combine(Path.GetTempPath(), $"foreact-sheet-{Guid.NewGuid():N}"), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None,
            BufferBytes, FileOptions.DeleteOnClose | FileOptions.Asynchronous);
        try
        {
            await WriteAsync(workbook, sheet, text, cancellationToken);
            return text;
        }
        catch (Exception e) when (e is InvalidDataException or XmlException or FormatException or KeyNotFoundException
            or NullReferenceException or InvalidOperationException) // What the reader of workbooks makes of damaged ones.
        {
            await text.DisposeAsync();
            throw new FileRefusedException(
                "The workbook is damaged, or is none that Excel would write. Open it and save it again as .xlsx, or as CSV.", e);
        }
        catch
        {
            await text.DisposeAsync();
            throw;
        }
    }

    private static async Task WriteAsync(Stream workbook, string? sheet, Stream text, CancellationToken cancellationToken)
    {
        using (var archive = new ZipArchive(workbook, ZipArchiveMode.Read, leaveOpen: true))
        {
            if (archive.GetEntry("xl/workbook.xml") is null)
                throw new FileRefusedException(
                    "This is a ZIP archive and no workbook. Unpack it, and load the file in it (as CSV, .xlsx, or CSV packed with gzip).");
            if (archive.Entries.FirstOrDefault(part => part.Length > MostBytesOfPart) is { } part)
                throw new FileRefusedException(
                    $"The workbook's part {part.FullName} unpacks to more than {MostBytesOfPart:N0} bytes. Load it as CSV.");
        }

        var sheets = workbook.GetSheetNames();
        string chosen = sheet is null ? sheets[0] : sheets.Find(name => string.Equals(name, sheet, StringComparison.OrdinalIgnoreCase))
            ?? throw new FileRefusedException($"The workbook has no sheet \"{sheet}\". It has {string.Join(", ", sheets)}.");
        await using var writer = new StreamWriter(text, new UTF8Encoding(false), BufferBytes, leaveOpen: true);
        var line = new StringBuilder();
        foreach (IDictionary<string, object?> row in workbook.Query(useHeaderRow: false, sheetName: chosen, excelType: ExcelType.XLSX))
        {
            cancellationToken.ThrowIfCancellationRequested();
            line.Clear();
            bool isFirst = true;
            foreach (var cell in row.Values)
            {
                if (!isFirst)
                    line.Append(',');
                Append(line, cell);
                isFirst = false;
            }

            await writer.WriteAsync(line.Append('\n'), cancellationToken);
            if (text.Position > MostBytes)
                throw new FileRefusedException($"The sheet unpacks to more than {MostBytes:N0} bytes. Load it as CSV.");
        }
    }

    private static void Append(StringBuilder line, object? cell)
    {
        switch (cell)
        {
            case null:
                break;
            case DateTime { TimeOfDay.Ticks: 0 } day:
                line.Append(day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
                break;
            case DateTime time:
                line.Append(time.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture));
                break;
            case bool flag:
                line.Append(flag ? '1' : '0');
                break;
            case double number:
                AppendNumber(line, number);
                break;
            default:
                AppendText(line, Convert.ToString(cell, CultureInfo.InvariantCulture) ?? "");
                break;
        }
    }

    /// <summary>With three decimals it could be thousands elsewhere: a fourth one tells.</summary>
    private static void AppendNumber(StringBuilder line, double number)
    {
        string text = number.ToString("R", CultureInfo.InvariantCulture);
        line.Append(text);
        if (text.Length > 4 && text[^4] == '.')
            line.Append('0');
    }

    private static void AppendText(StringBuilder line, string text)
    {
        line.Append('"');
        foreach (char c in text)
            line.Append(c switch { '"' => "\"\"", '\r' or '\n' => " ", _ => c.ToString() });
        line.Append('"');
    }
}
