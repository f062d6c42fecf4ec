using Forecast.Domain.Forecasts;

namespace Forecast.Training.Evaluation;

/// <summary>What the backtest command prints.</summary>
/// <param name="Series">Series in the file.</param>
/// <param name="Days">Days of the common axis.</param>
/// <param name="Rows">Rows read.</param>
/// <param name="Rejected">Rows that could not be taken.</param>
/// <param name="Repeats">Rows left out because they repeat another row.</param>
/// <param name="Remarks">How the file was read, and what deserves a look.</param>
/// <param name="Origins">Last day each window's model saw.</param>
/// <param name="Horizon">Days forecast per origin.</param>
/// <param name="Scores">Over all series.</param>
/// <param name="ScoresByClass">By demand class at the origin.</param>
/// <param name="Levels">Of the daily sums of series, stores, categories, regions and total, with bands calibrated at each level's own
/// backtests.</param>
/// <param name="Methods">Forecasts made per method.</param>
/// <param name="Seconds">Wall-clock seconds: read, features, fit, forecast.</param>
public sealed record BacktestReport(
    int Series,
    int Days,
    long Rows,
    long Rejected,
    long Repeats,
    IReadOnlyList<string> Remarks,
    IReadOnlyList<DateOnly> Origins,
    int Horizon,
    BacktestScores Scores,
    IReadOnlyDictionary<DemandClass, BacktestScores> ScoresByClass,
    IReadOnlyDictionary<string, LevelScores> Levels,
    IReadOnlyDictionary<string, int> Methods,
    BacktestSeconds Seconds)
{
    /// <summary>Learners over all series beside each other, our own trees first; empty where no challenger was asked for.</summary>
    public IReadOnlyList<ChallengerReport> Challengers { get; init; } = [];
}

/// <summary>Where the time went, in seconds of the wall clock.</summary>
/// <param name="Read">Reading and parsing the file.</param>
/// <param name="Features">Building the global model's features.</param>
/// <param name="Fit">Fitting, choosing, calibrating, without features.</param>
/// <param name="Forecast">Forecasting.</param>
public sealed record BacktestSeconds(double Read, double Features, double Fit, double Forecast);
