using System.Diagnostics;
using Forecast.Domain.Forecasts;
using Forecast.Training.Boosting;
using Forecast.Training.Engine;
using Forecast.Training.Models;
using Forecast.Training.Panels;

namespace Forecast.Training.Evaluation;

/// <summary>
/// Learners over all series beside each other, our own trees first: at each origin all of them learn from the same rows and forecast the
/// same days by the same features.
/// </summary>
internal sealed class ChallengerBacktest(EngineOptions options, IEnumerable<IRowLearner> challengers)
{
    private readonly Entrant[] entrants = [.. challengers.Prepend(new TreeLearner(LocalModels.Global)).Select(l => new Entrant(l))];

    /// <summary>Learns and forecasts at one origin, and scores what came after.</summary>
    /// <param name="panel">What was known then.</param>
    /// <param name="actuals">What came, series × horizon.</param>
    /// <param name="beside">The engine's forecast from there: classes and baseline.</param>
    /// <param name="ct">Stops between learners.</param>
    public void Add(Panel panel, float[] actuals, PanelForecast beside, CancellationToken ct)
    {
        var learner = new GlobalLearner(options, panel.Series.Count);
        learner.Add(panel, ct);
        foreach (var entrant in entrants)
        {
            long start = Stopwatch.GetTimestamp();
            var model = learner.Learn(entrant.Learner, forecasts: true, int.MaxValue, ct);
            entrant.FitSeconds += Stopwatch.GetElapsedTime(start).TotalSeconds;
            if (model is null)
                continue;
            start = Stopwatch.GetTimestamp();
            var mean = model.Predict(panel, panel.Days - 1, options.Horizon, options.Threads, ct);
            entrant.ForecastSeconds += Stopwatch.GetElapsedTime(start).TotalSeconds;
            Score(entrant, panel, actuals, mean, beside);
        }
    }

    public IReadOnlyList<ChallengerReport> Result() =>
    [
        .. entrants.Select(e => new ChallengerReport(
            e.Learner.Name, PointScores.Of(e.All.Result()),
            e.ByClass.OrderBy(c => c.Key).ToDictionary(c => c.Key, c => PointScores.Of(c.Value.Result())),
            new ChallengerSeconds(e.FitSeconds, e.ForecastSeconds))),
    ];

    private void Score(Entrant entrant, Panel panel, float[] actuals, float[] mean, PanelForecast beside)
    {
        for (int s = 0; s < panel.Series.Count; s++)
        {
            var scales = NaiveScales.Of(panel.Quantity.AsSpan(s * panel.Days, panel.Days), options.Seasonality);
            if (!entrant.ByClass.TryGetValue(beside.Class[s], out var group))
                entrant.ByClass[beside.Class[s]] = group = new ScoreSums();
            var path = Row(mean, s);
            // It has no quantiles; only the scores of the mean are reported.
            foreach (var sums in (ReadOnlySpan<ScoreSums>)[entrant.All, group])
                sums.Add(s, scales, Row(actuals, s), path, path, path, path, Row(beside.Naive, s));
        }

        ReadOnlySpan<float> Row(float[] paths, int s) => paths.AsSpan(s * options.Horizon, options.Horizon);
    }

    private sealed class Entrant(IRowLearner learner)
    {
        public readonly ScoreSums All = new();
        public readonly Dictionary<DemandClass, ScoreSums> ByClass = [];

        public IRowLearner Learner => learner;

        public double FitSeconds { get; set; }

        public double ForecastSeconds { get; set; }
    }
}
