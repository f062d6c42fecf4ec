using System.Diagnostics;
using Forecast.Training.Boosting;
using Forecast.Training.Engine;

namespace Forecast.Training.Models.Global;

/// <summary>
/// One model over all series: boosted trees on lags, calendar, promotions and openings, trained to forecast any step of the horizon directly
/// (Makridakis et al., 2022: what won the M5 competition).
/// </summary>
internal sealed class GlobalModel(BoostedTrees trees)
{
    public const string Name = "boosted-trees";

    /// <summary>Rows to train on at most; more add time, not accuracy.</summary>
    private const int MostRows = 300_000;

    /// <summary>Days that training origins reach back.</summary>
    private const int TrainingDays = 560;

    public BoostedTrees Trees { get; } = trees;

    /// <summary>Trains on everything up to day <paramref name="lastDay"/>; null where there is too little to learn from.</summary>
    public static GlobalModel? Fit(Panel panel, int lastDay, EngineOptions options, EngineTimings timings, CancellationToken ct)
    {
        long start = Stopwatch.GetTimestamp();
        var totals = PanelTotals.Of(panel, lastDay);
        var rows = TrainingRows.Draw(panel, totals, lastDay, options, MostRows, TrainingDays);
        if (rows.Targets.Length < 1000)
            return null;
        var categorical = Enumerable.Range(0, FeatureSweep.Width)
            .Where(f => (GlobalFeature)f is GlobalFeature.Store or GlobalFeature.Item or GlobalFeature.Category or GlobalFeature.Holiday)
            .ToHashSet();
        var features = BoostingFeatures.From(FeatureSweep.Names, rows.Values, categorical, 127, (ulong)options.Seed, options.Threads);
        var train = BoostingRows.From(features, rows.Values, rows.Targets, default, options.Threads);
        timings.FeatureSeconds += Stopwatch.GetElapsedTime(start).TotalSeconds;
        var boosting = new BoostingOptions
        {
            Loss = BoostingLoss.Tweedie(1.1),
            Rounds = 200,
            Leaves = 31,
            LearningRate = 0.08,
            MinLeafWeight = 30,
            Seed = (ulong)options.Seed,
        };
        return new GlobalModel(BoostedTrees.Fit(train, boosting, null, options.Threads, ct));
    }

    /// <summary>Predicts every step after each origin into series × origins × horizon; closed days are zero.</summary>
    public void Predict(Panel panel, int[] origins, int horizon, Span<float> paths, EngineOptions options, EngineTimings timings)
    {
        long start = Stopwatch.GetTimestamp();
        int width = FeatureSweep.Width, size = origins.Length * horizon, count = panel.Series.Count;
        var totals = PanelTotals.Of(panel, origins[^1]);
        var holidays = HolidayDays.Of(panel);
        var result = new float[paths.Length];
        const int Chunk = 64;
        Parallel.For(0, (count + Chunk - 1) / Chunk, new ParallelOptions { MaxDegreeOfParallelism = options.Threads },
            () => (Sweep: new FeatureSweep(panel, totals, holidays), Rows: new float[Chunk * size * width], Scales: new float[Chunk * origins.Length]),
            (chunk, _, scratch) =>
            {
                int from = chunk * Chunk, to = Math.Min(count, from + Chunk);
                for (int s = from; s < to; s++)
                {
                    scratch.Sweep.Begin(s);
                    for (int o = 0; o < origins.Length; o++)
                    {
                        scratch.Sweep.MoveTo(origins[o]);
                        scratch.Scales[(s - from) * origins.Length + o] = scratch.Sweep.Scale;
                        for (int h = 0; h < horizon; h++)
                            scratch.Sweep.Write(h + 1, scratch.Rows.AsSpan(((s - from) * size + o * horizon + h) * width, width));
                    }
                }

                int values = (to - from) * size;
                Trees.Predict(scratch.Rows.AsMemory(0, values * width), result.AsMemory(from * size, values));
                for (int i = 0; i < values; i++)
                {
                    int s = from + i / size, o = i % size / horizon, day = origins[o] + 1 + i % horizon;
                    float y = Math.Max(0, result[from * size + i] * scratch.Scales[(s - from) * origins.Length + o]);
                    result[from * size + i] = float.IsFinite(y) && IsOpen(panel, s, day) ? y : 0;
                }

                return scratch;
            }, static _ => { });
        result.CopyTo(paths);
        timings.FeatureSeconds += 0 * Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static bool IsOpen(Panel panel, int series, int day)
    {
        int known = panel.Days + panel.Horizon;
        return panel.Open is null || day >= known || panel.Open[series * known + day] != 0;
    }
}
