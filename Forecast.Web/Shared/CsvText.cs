namespace Forecast.Web.Shared;

/// <summary>Texts of others in files that people open in a spreadsheet.</summary>
internal static class CsvText
{
    /// <summary>
    /// Text that a spreadsheet would run as a formula (=, +, −, @, tabs, line starts) gets a leading apostrophe; numbers are ours and
    /// stay numbers.
    /// </summary>
    public static string Of(string value)
    {
        var safe = value is ['=' or '+' or '-' or '@' or '\t' or '\r' or '\n', ..] ? "'" + value : value;
        return safe.AsSpan().IndexOfAny(",\";\r\n") >= 0 ? $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : safe;
    }
}
