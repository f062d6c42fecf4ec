namespace Forecast.Domain.Reading;

/// <summary>Asks all rows of a sales file how it is to be read.</summary>
internal static class FileEvidence
{
    /// <summary>
    /// The reading that all rows, or the first ones, together ask for; what the options say is not asked. Throws when it cannot be told.
    /// </summary>
    public static async Task<FileReading> DecideAsync(
        LoadFile file, ReadingOptions options, long mostRows, CancellationToken cancellationToken)
    {
        var dates = new DateEvidence();
        var numbers = new NumberEvidence();
        var form = await TextEvidence.ReadAsync(
            file, SalesLineReader.Columns, SalesLineReader.RequiredColumns, options.Columns, mostRows,
            () => (dates, numbers) = (new DateEvidence(), new NumberEvidence()),
            table =>
            {
                dates.Add(table.Field(SalesLineReader.Date), table.Line);
                numbers.Add(table.Field(SalesLineReader.Quantity), table.Field(SalesLineReader.Price), table.Line);
            },
            cancellationToken);
        var (order, dateReason) = options.Dates is { } saidDates ? (saidDates, null) : dates.Decide();
        var (style, numberReason) = options.Numbers is { } saidNumbers ? (saidNumbers, null) : numbers.Decide();
        return new FileReading(order, style, form)
        {
            Reasons = [.. new[] { dateReason, numberReason, TextEvidence.Remark(form) }.OfType<string>()],
        };
    }
}
