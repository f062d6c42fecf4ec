using Forecast.Domain.Forecasts;

namespace Forecast.Training.Evaluation;

/// <summary>How one learner over all series did on its own: same rows, same features, same days as the others.</summary>
/// <param name="Model">Its name; "boosted-trees" are our own.</param>
/// <param name="Scores">Over all series.</param>
/// <param name="ScoresByClass">By demand class at the origin.</param>
/// <param name="Seconds">Wall-clock seconds; drawing the rows, which all share, not counted.</param>
public sealed record ChallengerReport(
    string Model, PointScores Scores, IReadOnlyDictionary<DemandClass, PointScores> ScoresByClass, ChallengerSeconds Seconds);

/// <summary>Scores of a model that forecasts the mean only; as in <see cref="BacktestScores"/>. Null = undefined.</summary>
/// <param name="Series">Series scored.</param>
/// <param name="Mase">Mean over series and origins.</param>
/// <param name="Rmsse">Mean over series and origins.</param>
/// <param name="Wape">Pooled, a ratio.</param>
/// <param name="Bias">Pooled; positive means over-forecast.</param>
public sealed record PointScores(int Series, double? Mase, double? Rmsse, double? Wape, double? Bias)
{
    internal static PointScores Of(BacktestScores scores) => new(scores.Series, scores.Mase, scores.Rmsse, scores.Wape, scores.Bias);
}

/// <summary>Where a learner's time went, in seconds of the wall clock.</summary>
/// <param name="Fit">Quantising the rows and learning from them.</param>
/// <param name="Forecast">Building features and forecasting.</param>
public sealed record ChallengerSeconds(double Fit, double Forecast);
