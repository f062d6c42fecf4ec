using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace Forecast.Domain.Reading;

/// <summary>Dates whose month is a word, in several languages: 1-Aug-2026, Aug 1, 2026, 1. August 2026, 1 de agosto de 2026.</summary>
internal static class MonthNames
{
    private const int Longest = 60;

    /// <summary>Names by month, without accents; their first three or four letters stand for them, where they mean one month.</summary>
    private static readonly string[] Names =
    [
        "january januar januari janvier enero gennaio janeiro stycznia styczen janner ene gen",
        "february februar februari fevrier febrero febbraio fevereiro lutego luty",
        "march marz maart mars marzo marco marca marzec mrz mrt mar",
        "april avril abril aprile kwietnia kwiecien apr abr avr",
        "may mai mei maj mayo maggio maio maja",
        "june juni juin junio giugno junho czerwca czerwiec jun giu",
        "july juli juillet julio luglio julho lipca lipiec jul lug",
        "august augustus augusti aout agosto sierpnia sierpien aug ago",
        "september septembre septiembre settembre setembro wrzesnia wrzesien sept sep set",
        "october oktober octobre octubre ottobre outubro pazdziernika pazdziernik oct okt ott out",
        "november novembre noviembre novembro listopada listopad nov",
        "december dezember decembre diciembre dicembre dezembro grudnia grudzien dec dez dic des desember",
    ];

    private static readonly FrozenDictionary<string, int> Months = Build();

    private static readonly FrozenSet<string> Fillers =
        FrozenSet.ToFrozenSet(["de", "del", "do", "of", "st", "nd", "rd", "th", "the"], StringComparer.Ordinal);

    /// <summary>Day, month and year, and where the time behind them begins; false when the field is no such date.</summary>
    public static bool TryRead(ReadOnlySpan<byte> field, out int day, out int month, out int year, out int end)
    {
        (day, month, year, end) = (0, 0, 0, 0);
        if (field.Length is < 6 or > Longest)
            return false;
        string text = Encoding.UTF8.GetString(field);
        var numbers = new List<(int Value, int Digits)>(2);
        int monthAt = -1, at = 0;
        while (at < text.Length && (numbers.Count < 2 || monthAt < 0))
        {
            int start = at;
            if (char.IsAsciiDigit(text[at]))
            {
                while (at < text.Length && char.IsAsciiDigit(text[at]))
                    at++;
                if (at - start > 4)
                    return false;
                numbers.Add((int.Parse(text[start..at], NumberStyles.None, CultureInfo.InvariantCulture), at - start));
            }
            else if (char.IsLetter(text[at]))
            {
                while (at < text.Length && (char.IsLetter(text[at]) || IsAccent(text[at])))
                    at++;
                string word = Plain(text[start..at]);
                if (monthAt < 0 && Months.TryGetValue(word, out int found))
                    (month, monthAt) = (found, numbers.Count);
                else if (!Fillers.Contains(word) && (numbers.Count > 0 || monthAt >= 0))
                    return false; // Before the numbers it is the name of the weekday.
            }
            else if (text[at++] is not (' ' or '.' or ',' or '-' or '/' or '\u00A0' or '\u202F'))
            {
                return false;
            }
        }

        if (monthAt < 0 || numbers.Count != 2)
            return false;
        bool yearFirst = numbers[0].Digits == 4;
        var (ofDay, ofYear) = yearFirst ? (numbers[1], numbers[0]) : (numbers[0], numbers[1]);
        if (ofDay.Digits > 2 || ofYear.Digits is not (2 or 4))
            return false;
        (day, year) = (ofDay.Value, ofYear.Digits == 4 ? ofYear.Value : ofYear.Value < 90 ? 2000 + ofYear.Value : 1900 + ofYear.Value);
        end = Encoding.UTF8.GetByteCount(text.AsSpan(0, at));
        return true;
    }

    private static FrozenDictionary<string, int> Build()
    {
        var months = new Dictionary<string, int>(StringComparer.Ordinal);
        var shortened = new List<(string Word, int Month)>();
        for (int i = 0; i < Names.Length; i++)
        {
            foreach (string name in Names[i].Split(' '))
            {
                months[name] = i + 1;
                shortened.AddRange([(name[..Math.Min(3, name.Length)], i + 1), (name[..Math.Min(4, name.Length)], i + 1)]);
            }
        }

        foreach (var group in shortened.Distinct().GroupBy(s => s.Word, StringComparer.Ordinal))
        {
            if (group.Take(2).Count() == 1)
                months.TryAdd(group.Key, group.First().Month);
        }

        return months.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private static bool IsAccent(char c) => CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.NonSpacingMark;

    private static string Plain(string word)
    {
        var plain = new StringBuilder(word.Length);
        foreach (char c in word.Normalize(NormalizationForm.FormD))
        {
            if (!IsAccent(c))
                plain.Append(char.ToLowerInvariant(c));
        }

        return plain.ToString();
    }
}
