using System.Globalization;

namespace Forecast.Training.Runs.Shards;

/// <summary>Words sentences for the history of runs.</summary>
internal static class RunRemarks
{
    /// <summary>Stores named in one sentence at most.</summary>
    private const int Named = 5;

    /// <summary>One sentence per reason: which stores were refitted, and why.</summary>
    public static IReadOnlyList<string> OfRefits(IReadOnlyDictionary<int, string> whyByStore, IReadOnlyDictionary<int, string> codes) =>
    [
        .. whyByStore.GroupBy(w => w.Value, w => codes.GetValueOrDefault(w.Key, "?"), StringComparer.Ordinal)
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
