namespace Forecast.Training.Models;

/// <summary>The local model families by name.</summary>
internal static class LocalModels
{
    /// <summary>The name of the model over all series.</summary>
    public const string Global = "boosted-trees";

    private const string WithEvents = "-with-events";

    private static readonly LocalModel[] All =
    [
        new LocalModel<SeasonalNaive>(),
        new LocalModel<SeasonalSmoothing>(),
        new LocalModel<MultiplicativeSmoothing>(),
        new LocalModel<SimpleSmoothing>(),
        new LocalModel<ProfiledSmoothing>(),
        new LocalModel<DampedTrend>(),
        new LocalModel<Theta>(),
        new LocalModel<SeasonalWindow<FourSeasons>>(),
        new LocalModel<SeasonalWindow<EightSeasons>>(),
        new LocalModel<IntermittentSmoothing>(),
        new LocalModel<Croston<Uncorrected>>(),
        new LocalModel<Croston<Corrected>>(),
    ];

    /// <summary>Families that also run on demand freed of calendar, promotion and price effects.</summary>
    private static readonly string[] Adjustable =
        [SimpleSmoothing.Name, ProfiledSmoothing.Name, DampedTrend.Name, Theta.Name, SeasonalWindow<EightSeasons>.Name,
            IntermittentSmoothing.Name];

    /// <summary>Names that a caller may choose from, beside "auto" and "local".</summary>
    public static IEnumerable<string> Names => [.. All.Select(m => m.Name), .. Adjustable.Select(n => n + WithEvents), Global];

    /// <summary>Whether the choice includes the model over all series.</summary>
    public static bool IncludeGlobal(IReadOnlyList<string> names) => names.Contains("auto") || names.Contains(Global);

    /// <summary>The chosen families; the baseline always comes first.</summary>
    /// <param name="names">"auto", "local" or names.</param>
    /// <param name="adjusted">Whether to return those on adjusted demand as well.</param>
    /// <exception cref="ArgumentException">A name is not known.</exception>
    public static (LocalModel Model, bool Adjusted)[] Select(IReadOnlyList<string> names, bool adjusted)
    {
        var unknown = names.FirstOrDefault(n => n is not ("auto" or "local") && !Names.Contains(n));
        if (unknown is not null)
            throw new ArgumentException($"There is no model \"{unknown}\". Known: auto, local, {string.Join(", ", Names)}.", nameof(names));
        bool all = names.Contains("auto") || names.Contains("local");
        var plain = All.Where((m, i) => i == 0 || all || names.Contains(m.Name)).Select(m => (m, false));
        var freed = All.Where(m => adjusted && Adjustable.Contains(m.Name) && (all || names.Contains(m.Name + WithEvents)))
            .Select(m => (m, true));
        return [.. plain, .. freed];
    }

    /// <summary>The family of that name.</summary>
    /// <exception cref="InvalidDataException">A stored state names a family this engine does not have.</exception>
    public static LocalModel Named(string name) =>
        All.FirstOrDefault(m => m.Name == name) ?? throw new InvalidDataException($"The fitted panel uses the unknown model \"{name}\".");
}
