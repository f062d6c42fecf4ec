using System.Globalization;
using System.Text;

namespace Forecast.Domain.Reading;

/// <summary>
/// Finds codes that a reader would take for the same: in another case, width or script, with other blanks or leading zeros.
/// </summary>
internal static class Lookalikes
{
    private const int Shown = 5;

    /// <summary>Letters of other scripts, and the Latin letters that they look like.</summary>
    private const string Foreign = "АВЕКМНОРСТУХавеокмнрстухіјѕΑΒΕΖΗΙΚΜΝΟΡΤΥΧορν", Latin = "ABEKMHOPCTYXABEOKMHPCTYXIJSABEZHIKMNOPTYXOPV";

    /// <summary>A sentence about new codes that look like another code; null when there are none.</summary>
    /// <param name="codes">All codes, each once.</param>
    /// <param name="isNew">Whether a code came with this file.</param>
    /// <param name="what">What they are codes of.</param>
    public static string? Remark(IReadOnlyList<string> codes, Func<int, bool> isNew, string what)
    {
        var groups = Enumerable.Range(0, codes.Count).GroupBy(i => Look(codes[i]), StringComparer.Ordinal)
            .Where(group => group.Skip(1).Any() && group.Any(isNew)).ToList();
        if (groups.Count == 0)
            return null;
        var shown = groups.Take(Shown).Select(group => string.Join(" and ", group.Take(Shown).Select(i => $"\"{codes[i]}\"")));
        string rest = groups.Count > Shown ? $" and {groups.Count - Shown:N0} more" : "";
        return $"Codes of {what}s that look alike but are kept apart: {string.Join("; ", shown)}{rest}. Correct the file if they are one.";
    }

    private static string Look(string code)
    {
        var look = new StringBuilder(code.Length);
        bool digitsOnly = true;
        foreach (char c in code.Normalize(NormalizationForm.FormKC))
        {
            if (char.IsWhiteSpace(c) || CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.Format)
                continue;
            int foreign = c < 0x80 ? -1 : Foreign.IndexOf(c, StringComparison.Ordinal);
            look.Append(foreign >= 0 ? Latin[foreign] : char.ToUpperInvariant(c));
            digitsOnly &= char.IsAsciiDigit(c);
        }

        string text = look.ToString();
        return digitsOnly && text.TrimStart('0') is { Length: > 0 } number ? number : text;
    }
}
