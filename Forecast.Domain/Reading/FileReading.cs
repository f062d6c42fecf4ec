namespace Forecast.Domain.Reading;

/// <summary>How a sales file is read: one answer for all its rows.</summary>
/// <param name="Dates">How its dates are written.</param>
/// <param name="Numbers">Its decimal mark.</param>
/// <param name="Form">How its text is taken apart.</param>
internal sealed record FileReading(DateOrder Dates, NumberStyle Numbers, TextForm Form)
{
    /// <summary>
    /// Whether the rows have not been asked yet: the reading holds as long as every row is written in the one way that every file means
    /// alike (2024-05-31; 12; 1.5).
    /// </summary>
    public bool IsProvisional { get; private init; }

    /// <summary>How its dates are read, in words.</summary>
    public string DateWords => Dates switch
    {
        DateOrder.DayFirst => "day first (31.05.2024)",
        DateOrder.MonthFirst => "month first (5/31/2024)",
        DateOrder.SpreadsheetDays => "days of a spreadsheet (45443)",
        _ => "year first (2024-05-31)",
    };

    /// <summary>How its numbers are read, in words.</summary>
    public string NumberWords => Numbers == NumberStyle.Comma ? "decimal comma (1.234,5)" : "decimal point (1,234.5)";

    /// <summary>How its text is encoded, in words.</summary>
    public string EncodingWords => CodePages.Words(Form.Encoding);

    /// <summary>Why the file is read so, where it is not read as usual.</summary>
    public IReadOnlyList<string> Reasons { get; init; } = [];

    /// <summary>What to begin with; whatever it cannot vouch for asks all rows.</summary>
    public static FileReading Provisional(ReadingOptions options) =>
        new(options.Dates ?? DateOrder.YearFirst, options.Numbers ?? NumberStyle.Point, default) { IsProvisional = true };
}
