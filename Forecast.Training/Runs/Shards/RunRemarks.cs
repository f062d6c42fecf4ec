using System.Globalization;

namespace Forecast.Training.Runs.Shards;

/// <summary>Words what a run has to say of stores it refitted: a line per store in its shard, a sentence per reason in the run.</summary>
internal static class RunRemarks
{
    /// <summary>Stores named in one sentence at most.</summary>
    private const int Named = 5;

    private const string Separator = ": ";

    /// <summary>One line per store.</summary>
    public static IReadOnlyList<string> OfRefits(IReadOnlyDictionary<int, string> whyByStore, IReadOnlyDictionary<int, string> codes) =>
        [.. whyByStore.Select(w => $"{codes.GetValueOrDefault(w.Key, "?")}{Separator}{w.Value}").Order(StringComparer.Ordinal)];

    /// <summary>One sentence per reason, from the lines of all shards.</summary>
    public static IReadOnlyList<string> Sentences(IEnumerable<string> lines) =>
    [
        .. lines.Select(line => line.Split(Separator, 2))
            .Where(parts => parts.Length == 2)
            .GroupBy(parts => parts[1], parts => parts[0], StringComparer.Ordinal)
            .OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => $"Refitted {Stores([.. g.Order(StringComparer.Ordinal)])}: {g.Key}."),
    ];

    private static string Stores(IReadOnlyList<string> codes)
    {
        if (codes.Count == 1)
            return $"store {codes[0]}";
        var named = string.Join(", ", codes.Take(Named));
        return codes.Count <= Named
            ? string.Create(CultureInfo.InvariantCulture, $"{codes.Count} stores ({named})")
            : string.Create(CultureInfo.InvariantCulture, $"{codes.Count} stores ({named} and {codes.Count - Named} more)");
    }
}
