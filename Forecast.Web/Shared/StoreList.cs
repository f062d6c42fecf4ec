using System.Text;

namespace Forecast.Web.Shared;

/// <summary>Codes of stores in one text, separated by commas; a comma or backslash inside a code has a backslash before it.</summary>
internal static class StoreList
{
    private const char Separator = ',', Escape = '\\';

    /// <summary>The codes as one text.</summary>
    public static string Write(IEnumerable<string> codes) => string.Join(Separator, codes.Select(code =>
        code.Replace(@"\", @"\\", StringComparison.Ordinal).Replace(",", @"\,", StringComparison.Ordinal)));

    /// <summary>The codes of a text, each once.</summary>
    public static IReadOnlyList<string> Read(string? text)
    {
        var codes = new List<string>();
        var code = new StringBuilder();
        for (int i = 0; i < (text?.Length ?? 0); i++)
        {
            if (text![i] == Escape && i + 1 < text.Length)
                code.Append(text[++i]);
            else if (text[i] == Separator)
                End();
            else
                code.Append(text[i]);
        }

        End();
        return codes;

        void End()
        {
            string trimmed = code.ToString().Trim();
            if (trimmed.Length > 0 && !codes.Contains(trimmed, StringComparer.Ordinal))
                codes.Add(trimmed);
            code.Clear();
        }
    }
}
