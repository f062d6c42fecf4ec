using System.Text;

namespace Forecast.Domain.Reading;

/// <summary>
/// What columns are called, in one text: <c>quantity=Menge,date=Tag</c>. A name that holds a comma, a quote or outer blanks stands in
/// quotes, inner ones twice: <c>quantity="Menge, Stück"</c>.
/// </summary>
public static class ColumnChoices
{
    /// <summary>The choices as one text.</summary>
    public static string Write(IReadOnlyDictionary<string, string> columns) =>
        string.Join(", ", columns.Select(choice => $"{choice.Key}={Quoted(choice.Value)}"));

    /// <summary>The choices of a text; null when a meaning is not known, an equals sign is missing or a quote stays open.</summary>
    public static IReadOnlyDictionary<string, string>? Read(string text)
    {
        var columns = new Dictionary<string, string>(StringComparer.Ordinal);
        for (int at = 0; at < text.Length;)
        {
            if (text[at] is ',' || char.IsWhiteSpace(text[at]))
            {
                at++;
                continue;
            }

            int equals = text.IndexOf('=', at);
            if (equals < 0 || !SalesColumns.Names.Contains(text[at..equals].Trim(), StringComparer.Ordinal))
                return null;
            string meaning = text[at..equals].Trim();
            at = equals + 1;
            if (Value(text, ref at) is not { } header)
                return null;
            columns[meaning] = header;
        }

        return columns;
    }

    /// <summary>A name, in quotes where it needs them.</summary>
    internal static string Quoted(string name) =>
        name.AsSpan().IndexOfAny(",\"") >= 0 || name.Length == 0 || name.AsSpan().Trim().Length < name.Length
            ? $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : name;

    private static string? Value(string text, ref int at)
    {
        while (at < text.Length && char.IsWhiteSpace(text[at]))
            at++;
        if (at == text.Length || text[at] != '"')
        {
            int comma = text.IndexOf(',', at);
            int end = comma < 0 ? text.Length : comma;
            string plain = text[at..end].Trim();
            at = end;
            return plain;
        }

        var value = new StringBuilder();
        for (at++; at < text.Length; at++)
        {
            if (text[at] != '"')
                value.Append(text[at]);
            else if (at + 1 < text.Length && text[at + 1] == '"')
                value.Append(text[at++]);
            else
            {
                at++;
                return at == text.Length || text[at..].TrimStart() is "" or [',', ..] ? value.ToString() : null;
            }
        }

        return null;
    }
}
