using Forecast.Training.Models.Global;

namespace Forecast.Training.Models;

/// <summary>The local model families by name.</summary>
internal static class LocalModels
{
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

    /// <summary>Names that "auto" and "local" stand for.</summary>
    public static IEnumerable<string> Names => All.Select(m => m.Name);

    /// <summary>The named families; the baseline always comes first.</summary>
    /// <exception cref="ArgumentException">A name is not known.</exception>
    public static LocalModel[] Select(IReadOnlyList<string> names)
    {
        var unknown = names.FirstOrDefault(n => n is not ("auto" or "local" or GlobalModel.Name) && All.All(m => m.Name != n));
        if (unknown is not null)
            throw new ArgumentException($"There is no model \"{unknown}\". Known: auto, local, {GlobalModel.Name}, {string.Join(", ", Names)}.", nameof(names));
        bool all = names.Contains("auto") || names.Contains("local");
        return [.. All.Where((m, i) => i == 0 || all || names.Contains(m.Name))];
    }

    /// <summary>The family of that name.</summary>
    /// <exception cref="InvalidDataException">A stored state names a family this engine does not have.</exception>
    public static LocalModel Named(string name) =>
        All.FirstOrDefault(m => m.Name == name) ?? throw new InvalidDataException($"The fitted panel uses the unknown model \"{name}\".");
}
