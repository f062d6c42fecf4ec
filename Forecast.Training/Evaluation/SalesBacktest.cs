using System.Diagnostics;
using System.Globalization;
using Forecast.Domain.Forecasts;
using Forecast.Training.Challengers;
using Forecast.Training.Engine;
using Forecast.Training.Panels;

namespace Forecast.Training.Evaluation;

/// <summary>
/// Runs the engine at past origins of a sales file, exactly as it would have run then, and scores what came after. Each origin is a whole
/// fit that has not seen a day beyond it.
/// </summary>
/// <param name="sales">The file.</param>
/// <param name="options">How the engine fits.</param>
/// <param name="challengers">Independent models to score beside it, by <see cref="ChallengerNames"/>; null for none.</param>
public sealed class SalesBacktest(LongSales sales, EngineOptions options, IReadOnlyList<string>? challengers = null)
{
    private readonly ChallengerBacktest? contest =
        challengers is { Count: > 0 } ? new(options, challengers.Select(KnownChallengers.Named)) : null;

    private readonly ScoreSums all = new();
    private readonly Dictionary<DemandClass, ScoreSums> byClass = [];
    private readonly Dictionary<string, LevelSums> levels = [];
    private readonly Dictionary<string, int> methods = [];

    /// <summary>The independent models there are.</summary>
    public static IReadOnlyList<string> ChallengerNames => KnownChallengers.Names;

    /// <summary>
    /// Backtests at the last <paramref name="windows"/> origins and hands each forecast to <paramref name="onForecast"/>.
    /// </summary>
    /// <param name="windows">Number of origins, the last one a horizon before the last day with a quantity.</param>
    /// <param name="stride">Days between origins.</param>
    /// <param name="readSeconds">Seconds the file took to read, for the report.</param>
    /// <param name="onForecast">Receives the origin's day index and its forecast; may be null.</param>
    /// <param name="ct">Stops between origins.</param>
    /// <exception cref="InvalidDataException">The file is too short for that many windows, or holds nothing to score.</exception>
    public BacktestReport Run(int windows, int stride, double readSeconds, Action<int, PanelForecast>? onForecast, CancellationToken ct)
    {
        int days = sales.DaysSold, first = days - 1 - options.Horizon - stride * (windows - 1);
        if (days == 0)
            throw new InvalidDataException("No row of the file has a quantity, so there is nothing to score.");
        if (first < 0)
        {
            throw new InvalidDataException(
                $"{windows} windows of {options.Horizon} days, {stride} days apart, do not fit into {days} days of sales.");
        }

        var engine = new ForecastEngine(options);
        var timings = new EngineTimings();
        var origins = new List<DateOnly>();
        double fit = 0, forecast = 0;
        for (int w = 0; w < windows; w++)
        {
            ct.ThrowIfCancellationRequested();
            int origin = first + w * stride;
            var panel = sales.At(origin, options.Horizon);
            long start = Stopwatch.GetTimestamp();
            var fitted = engine.Fit(panel, timings, ct);
            fit += Stopwatch.GetElapsedTime(start).TotalSeconds;
            start = Stopwatch.GetTimestamp();
            var result = engine.Predict(fitted, panel);
            forecast += Stopwatch.GetElapsedTime(start).TotalSeconds;
            origins.Add(panel.Origin);
            Score(origin, panel, result, ct);
            onForecast?.Invoke(origin, result);
        }

        var scores = all.Result();
        if (scores.Series == 0)
        {
            throw new InvalidDataException(
                $"Nothing could be scored: no quantity is known on the {options.Horizon} days after {string.Join(", ", origins.Select(
                    o => o.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)))}.");
        }

        return new BacktestReport(
            sales.Series.Length, sales.Days, sales.Rows, sales.Rejected, sales.Repeats, sales.Remarks, origins, options.Horizon,
            scores,
            byClass.OrderBy(c => c.Key).ToDictionary(c => c.Key, c => c.Value.Result()),
            levels.ToDictionary(l => l.Key, l => l.Value.Result(), StringComparer.Ordinal),
            methods, new BacktestSeconds(readSeconds, timings.FeatureSeconds, fit - timings.FeatureSeconds, forecast))
        {
            Challengers = contest?.Result() ?? [],
        };
    }

    private void Score(int origin, Panel panel, PanelForecast result, CancellationToken ct)
    {
        int horizon = options.Horizon;
        var actuals = new float[result.Mean.Length];
        for (int s = 0; s < sales.Series.Length; s++)
        {
            var actual = sales.Quantity.AsSpan(s * sales.Days + origin + 1, horizon);
            actual.CopyTo(actuals.AsSpan(s * horizon));
            var scales = NaiveScales.Of(panel.Quantity.AsSpan(s * panel.Days, panel.Days), options.Seasonality);
            if (!byClass.TryGetValue(result.Class[s], out var group))
                byClass[result.Class[s]] = group = new ScoreSums();
            foreach (var sums in (ReadOnlySpan<ScoreSums>)[all, group])
            {
                sums.Add(s, scales, actual, Row(result.Mean, s), Row(result.P10, s), Row(result.P50, s), Row(result.P90, s),
                    Row(result.Naive, s));
            }

            Level("series").Add(s, actual, Row(result.Mean, s), Row(result.P10, s), Row(result.P90, s));
            methods[result.Method[s]] = methods.GetValueOrDefault(result.Method[s]) + 1;
        }

        contest?.Add(panel, actuals, result, ct);
        ScoreLevel("store", s => s.Store, (store, _) => store, actuals, result);
        if (sales.Categories is not null)
            ScoreLevel("category", s => s.Category, (_, category) => category, actuals, result);
        if (sales.Regions is { } regions)
            ScoreLevel("region", s => regions[s.Store], (store, _) => regions[store], actuals, result);
        ScoreLevel("total", _ => 0, (_, _) => 0, actuals, result);
        ReadOnlySpan<float> Row(float[] paths, int s) => paths.AsSpan(s * horizon, horizon);
    }

    /// <summary>
    /// Scores the sums of one level against bands from the backtests that the fit kept, which end before the scored days.
    /// </summary>
    private void ScoreLevel(
        string level, Func<PanelSeries, int> groupOfSeries, Func<int, int, int> groupOfCube, float[] actuals, PanelForecast result)
    {
        int horizon = options.Horizon;
        foreach (var group in Enumerable.Range(0, result.Series.Count).GroupBy(s => groupOfSeries(result.Series[s])))
        {
            float[] actual = new float[horizon], mean = new float[horizon];
            foreach (int s in group)
            {
                for (int h = 0; h < horizon; h++)
                {
                    if (float.IsNaN(actuals[s * horizon + h]))
                        continue; // A day not loaded counts on neither side.
                    actual[h] += actuals[s * horizon + h];
                    mean[h] += result.Mean[s * horizon + h];
                }
            }

            var (backtestActual, backtestPredicted) = result.Backtest.Sum((store, category) => groupOfCube(store, category) == group.Key);
            var band = AggregateInterval.At(
                QuantileLevel.P10, QuantileLevel.P90, mean, backtestActual, backtestPredicted, result.Backtest.Origins.Length);
            Level(level).Add(group.Key, actual, mean, band.Lower, band.Upper);
        }
    }

    private LevelSums Level(string name) => levels.TryGetValue(name, out var sums) ? sums : levels[name] = new LevelSums();
}
