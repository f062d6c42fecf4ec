namespace Forecast.Domain.Reading;

/// <summary>How the dates of a file are written; one answer for the whole file.</summary>
public enum DateOrder
{
    /// <summary>2024-05-31, 2024/5/31, 20240531.</summary>
    YearFirst,

    /// <summary>31.05.2024, 31/5/2024.</summary>
    DayFirst,

    /// <summary>5/31/2024.</summary>
    MonthFirst,

    /// <summary>Days of a spreadsheet: 45443 is 31 May 2024.</summary>
    SpreadsheetDays,
}
