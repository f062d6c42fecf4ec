using Forecast.Domain.Registry;

namespace Forecast.Training.Opinions;

/// <summary>What came of a contest.</summary>
/// <param name="FirstDay">First day scored.</param>
/// <param name="LastDay">Last day scored.</param>
/// <param name="Scores">All series together, then by demand class.</param>
internal sealed record OpinionResult(DateOnly FirstDay, DateOnly LastDay, IReadOnlyList<OpinionScore> Scores);
