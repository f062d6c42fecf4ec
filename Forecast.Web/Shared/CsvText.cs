using System.Globalization;

namespace Forecast.Web.Shared;

/// <summary>Texts of others in files that people open in a spreadsheet.</summary>
internal static class CsvText
{
    /// <summary>
    /// Text that a spreadsheet would run as a formula (=, +, −, @, also full-width, with or without blanks before it; tabs, line starts)
    /// gets a leading apostrophe; numbers are ours and stay numbers.
    /// </summary>
    public static string Of(string value)
    {
        var safe = IsFormula(value) ? "'" + value : value;
        return safe.AsSpan().IndexOfAny(",\";\r\n") >= 0 ? $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : safe;
    }

    private static bool IsFormula(string value)
    {
        if (value is ['\t' or '\r' or '\n', ..])
            return true;
        int start = 0;
        while (start < value.Length && IsBlank(value[start]))
            start++;
        return start < value.Length && "=+-@\u2212＝＋－＠".Contains(value[start], StringComparison.Ordinal);
    }

    private static bool IsBlank(char c) => char.IsWhiteSpace(c) || char.IsControl(c)
        || CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.Format;
}
