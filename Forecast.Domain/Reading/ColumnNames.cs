using System.Globalization;
using System.Text;

namespace Forecast.Domain.Reading;

/// <summary>The names under which the exports of this world call the columns that are known here, in several languages.</summary>
internal static class ColumnNames
{
    private const int MostTiers = 3;

    /// <summary>How pivot tables begin the names of their sums.</summary>
    private static readonly string[] Sums = ["Sum of ", "Summe von ", "Somme de ", "Suma de ", "Somma di ", "Som van "];

    /// <summary>A header without outer blanks of any kind.</summary>
    public static string Trim(string header) => Encoding.UTF8.GetString(Blanks.Trim(Encoding.UTF8.GetBytes(header)));

    /// <summary>
    /// Place of each name in the header, -1 where it is not found: as the user has chosen, by the very name, or by a synonym. Throws when
    /// a name could be several columns, or when what was chosen is not there.
    /// </summary>
    public static int[] Find(List<string> header, IReadOnlyList<string> names, IReadOnlyDictionary<string, string>? chosen)
    {
        var keys = header.ConvertAll(Key);
        var parts = header.ConvertAll(name => (HashSet<string>)[Key(name), .. Parts(name).Select(Key)]);
        var taken = new HashSet<int>();
        var places = new int[names.Count];
        for (int i = 0; i < places.Length; i++)
            places[i] = chosen?.TryGetValue(names[i], out var given) == true ? Chosen(header, names[i], given, taken) : -1;
        for (int i = 0; i < places.Length; i++)
        {
            string key = Key(names[i]);
            if (places[i] < 0)
                places[i] = Only(header, names[i], keys, taken, place => keys[place] == key);
        }

        for (int tier = 0; tier < MostTiers; tier++)
        {
            for (int i = 0; i < places.Length; i++)
            {
                var words = ColumnSynonyms.Of(names[i]);
                if (places[i] < 0 && tier < words.Count)
                    places[i] = Only(header, names[i], keys, taken,
                        place => parts[place].Overlaps(words[tier]) || parts[place].Contains(Key(names[i])));
            }
        }

        return places;
    }

    /// <summary>The line among the first ones that looks most like a header, and what its columns would be taken for.</summary>
    public static IReadOnlyList<PreviewColumn> Guess(
        IReadOnlyList<IReadOnlyList<string>> lines, IReadOnlyList<string> names, IReadOnlyDictionary<string, string> chosen)
    {
        var guesses = lines.Select(line => (Line: line, Places: TryFind([.. line], names, chosen))).ToList();
        var (header, places) = guesses.MaxBy(guess => guess.Places.Count(place => place >= 0));
        return [.. (header ?? []).Select((name, place) => new PreviewColumn(name, Meaning(places, place)))
            .Where(column => column.Header.Length > 0)];

        string? Meaning(int[] found, int place) => Array.IndexOf(found, place) is >= 0 and var at ? names[at] : null;
    }

    private static int[] TryFind(List<string> header, IReadOnlyList<string> names, IReadOnlyDictionary<string, string> chosen)
    {
        try
        {
            return Find(header, names, HasChosen(header, names, chosen) ? chosen : null);
        }
        catch (FileRefusedException)
        {
            return []; // Several columns could be one of the names: none is guessed.
        }
    }

    /// <summary>Whether a header has all that the user has chosen.</summary>
    public static bool HasChosen(List<string> header, IReadOnlyList<string> names, IReadOnlyDictionary<string, string>? chosen) =>
        chosen is null || chosen.All(choice => !names.Contains(choice.Key) || PlaceOf(header, choice.Value) >= 0);

    private static int PlaceOf(List<string> header, string given) =>
        header.FindIndex(h => string.Equals(h, given, StringComparison.OrdinalIgnoreCase));

    private static int Chosen(List<string> header, string name, string given, HashSet<int> taken)
    {
        int place = PlaceOf(header, given);
        if (place < 0)
            throw new FileRefusedException(
                $"The header has no \"{given}\", which was chosen as {name}. It has {string.Join(", ", header)}.");
        if (!taken.Add(place))
            throw new FileRefusedException($"The column \"{given}\" was chosen twice. Choose one meaning for it.");
        return place;
    }

    private static int Only(List<string> header, string name, List<string> keys, HashSet<int> taken, Func<int, bool> isWanted)
    {
        var found = Enumerable.Range(0, keys.Count).Where(place => !taken.Contains(place) && isWanted(place)).ToList();
        if (found.Count == 0)
            return -1;
        if (found.Count > 1)
        {
            string which = string.Join(", ", found.Select(place => $"\"{header[place]}\""));
            throw new FileRefusedException(found.Select(place => keys[place]).Distinct(StringComparer.Ordinal).Count() == 1
                ? $"The header has \"{name}\" more than once ({which}). Keep one column of each name."
                : $"Several columns could be the {name}: {which}. Say which: "
                    + $"--columns {name}={ColumnChoices.Quoted(header[found[0]])}, for example.");
        }

        taken.Add(found[0]);
        return found[0];
    }

    /// <summary>
    /// What a longer name is about: Menge of Menge (ST); Store Code of Stores[Store Code]; Units of Sum of Units; Reference of
    /// Product/Reference.
    /// </summary>
    private static IEnumerable<string> Parts(string name)
    {
        int open = name.AsSpan().IndexOfAny('(', '[');
        bool isClosed = open >= 0 && name[^1] is ')' or ']';
        if (open > 0 && isClosed)
            yield return name[..open];
        string inner = open >= 0 && isClosed && name[open] == '[' ? name[(open + 1)..^1] : name[(name.LastIndexOf('/') + 1)..];
        yield return inner;
        if (Array.Find(Sums, sum => inner.StartsWith(sum, StringComparison.OrdinalIgnoreCase)) is { } found)
            yield return inner[found.Length..];
    }

    /// <summary>The letters and digits of a name, without case and accents.</summary>
    private static string Key(string name)
    {
        var key = new StringBuilder(name.Length);
        foreach (char c in name.Normalize(NormalizationForm.FormD))
        {
            if (CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark && char.IsLetterOrDigit(c))
                key.Append(c is 'ł' or 'Ł' ? 'l' : c is 'ø' or 'Ø' ? 'o' : char.ToLowerInvariant(c)); // These two do not come apart.
        }

        return key.ToString();
    }
}
