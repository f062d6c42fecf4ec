using System.Globalization;
using System.Text;

namespace Forecast.Domain.Loads;

/// <summary>Names of files, which others give, as they are shown.</summary>
public static class FileNames
{
    /// <summary>The name with control characters and marks of direction escaped, so that it shows what it is.</summary>
    public static string Shown(string name)
    {
        var shown = new StringBuilder(name.Length);
        foreach (char c in name)
        {
            if (CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.Control or UnicodeCategory.Format
                or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
                shown.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}");
            else
                shown.Append(c);
        }

        return shown.ToString();
    }
}
