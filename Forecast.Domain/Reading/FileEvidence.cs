using System.Text;

namespace Forecast.Domain.Reading;

/// <summary>Asks all rows of a sales file how it is to be read.</summary>
internal static class FileEvidence
{
    private const int WesternCodePage = 1252;

    /// <summary>The reading that all rows together ask for; what the options say is not asked. Throws when it cannot be told.</summary>
    public static async Task<FileReading> DecideAsync(LoadFile file, ReadingOptions options, CancellationToken cancellationToken)
    {
        var (reading, isOtherText) = await DecideAsync(file, options, null, cancellationToken);
        return isOtherText ? (await DecideAsync(file, options, Western(), cancellationToken)).Reading : reading;
    }

    /// <summary>The encoding of older Western exports, which most texts that are no UTF-8 are in.</summary>
    private static Encoding Western() => CodePagesEncodingProvider.Instance.GetEncoding(WesternCodePage)!;

    private static async Task<(FileReading Reading, bool IsOtherText)> DecideAsync(
        LoadFile file, ReadingOptions options, Encoding? encoding, CancellationToken cancellationToken)
    {
        var dates = new DateEvidence();
        var numbers = new NumberEvidence();
        long valid = 0, invalid = 0;
        var text = await file.OpenAsync(cancellationToken);
        try
        {
            await using var table = await CsvTable.OpenAsync(
                text, SalesLineReader.Columns, SalesLineReader.RequiredColumns, encoding, options.Columns, cancellationToken);
            while (await table.ReadAsync(cancellationToken))
            {
                if (Blanks.Utf8Of(table.Raw) is (true, var isValid))
                    (valid, invalid) = isValid ? (valid + 1, invalid) : (valid, invalid + 1);
                if (table.RowFault() is not null)
                    continue;
                dates.Add(table.Field(SalesLineReader.Date), table.Line);
                numbers.Add(table.Field(SalesLineReader.Quantity), table.Field(SalesLineReader.Price), table.Line);
            }
        }
        catch (HeaderNotUtf8Exception) when (encoding is null)
        {
            return (FileReading.Provisional(options), true);
        }

        // Rows that are UTF-8 beside some that are not: the file is UTF-8, and those are damaged.
        if (encoding is null && invalid > 0 && valid == 0)
            return (FileReading.Provisional(options), true);
        var (order, dateReason) = options.Dates is { } saidDates ? (saidDates, null) : dates.Decide();
        var (style, numberReason) = options.Numbers is { } saidNumbers ? (saidNumbers, null) : numbers.Decide();
        string? textReason = encoding is null ? null : "The text is no UTF-8 and is read as Western European (Windows-1252).";
        return (new FileReading(order, style, encoding)
        {
            Reasons = [.. new[] { dateReason, numberReason, textReason }.OfType<string>()],
        }, false);
    }
}
