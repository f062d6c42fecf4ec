using Forecast.Training.Boosting;

namespace Forecast.Training.Challengers;

/// <summary>The independent models that ours are measured against. None of them forecasts for the board.</summary>
internal static class KnownChallengers
{
    private static readonly IRowLearner[] All = [new LightGbmLearner(), new FastTreeLearner()];

    /// <summary>Names that a caller may choose from.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Select(c => c.Name)];

    /// <summary>The challenger of that name.</summary>
    /// <exception cref="ChallengerMissingException">It cannot learn on this machine.</exception>
    public static IRowLearner Named(string name)
    {
        var found = All.Single(c => c.Name == name);
        return found.Lack is { } lack ? throw new ChallengerMissingException(lack) : found;
    }
}
