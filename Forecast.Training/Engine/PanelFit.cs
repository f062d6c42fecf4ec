using Forecast.Domain.Forecasts;
using Forecast.Training.Backtesting;
using Forecast.Training.Boosting;
using Forecast.Training.Boosting.Global;
using Forecast.Training.Models;
using Forecast.Training.Models.Effects;

namespace Forecast.Training.Engine;

/// <summary>One fit of one panel: learn effects, run every model once, combine per series, calibrate.</summary>
internal sealed class PanelFit(Panel panel, EngineOptions options)
{
    /// <summary>Backtest forecasts beyond which windows are left out: many series calibrate with few windows as well as few with many.</summary>
    private const long MostBacktestForecasts = 2_000_000;

    private const int FewestWindows = 4;

    /// <summary>Rows of one series beyond which the global model learns little from more: neighbouring origins see the same days.</summary>
    private const int RowsPerSeries = 600;

    /// <summary>Share of the rows that the model for the backtests learns from: it must rank fairly, not forecast.</summary>
    private const double PastRows = 0.6;

    private readonly int count = panel.Series.Count;

    public FittedPanel Run(EngineTimings timings, CancellationToken ct)
    {
        var plan = BacktestPlan.Create(panel.Days, options.Horizon, Windows(), options.BacktestStride, options.Seasonality);
        var (past, final) = Effects(plan);
        var models = LocalModels.Select(options.Models, adjusted: !final.IsEmpty);
        var local = new LocalFit(panel, options, plan, models, past, final);
        local.Run(ct);
        var global = FitGlobal(plan, local.Backtests, timings, ct);
        var classes = new DemandClass[count];
        for (int s = 0; s < count; s++)
            classes[s] = DemandClassifier.Classify(panel.Quantity.AsSpan(s * panel.Days, panel.Days));

        var choice = ModelChoice.Choose(panel, plan, classes, local.Actual, [.. local.Backtests], options);
        var combined = Combine(plan, choice.Weights, local.Backtests);
        var facts = SeriesFacts.Of(panel);
        return new FittedPanel
        {
            Origin = panel.Origin,
            Horizon = options.Horizon,
            Seasonality = options.Seasonality,
            Series = [.. panel.Series],
            Models = local.Fits,
            Effects = final,
            Global = global,
            Weights = choice.Weights,
            Classes = classes,
            KnownDays = facts.KnownDays,
            Loss = choice.Loss,
            NaiveLoss = choice.NaiveLoss,
            Calibration = QuantileCalibration.Create(plan, classes, facts, local.Actual, combined, options.Threads),
            Backtest = BacktestCubeBuilder.Build(panel, plan, local.Actual, combined, local.Backtests[0]),
        };
    }

    private int Windows()
    {
        long forecasts = Math.Max(1, (long)count * options.Horizon);
        return Math.Min(options.BacktestWindows, Math.Max(FewestWindows, (int)(MostBacktestForecasts / forecasts)));
    }

    private (PanelEffects Past, PanelEffects Final) Effects(BacktestPlan plan)
    {
        if (panel.Days == 0 || count == 0)
            return (PanelEffects.None, PanelEffects.None);
        var final = PanelEffects.Fit(panel, panel.Days - 1, options.Threads);
        var past = plan.Origins.Length == 0 ? final : PanelEffects.Fit(panel, plan.Origins[0], options.Threads);
        return (past, final);
    }

    /// <summary>
    /// The global model twice: on what precedes the first backtest origin, to see how it does in all windows, and on everything. Null where it is
    /// not wanted or there is too little to learn from.
    /// </summary>
    private GlobalModel? FitGlobal(BacktestPlan plan, List<float[]> backtests, EngineTimings timings, CancellationToken ct)
    {
        if (!LocalModels.IncludeGlobal(options.Models) || plan.Origins.Length == 0 || count == 0)
            return null;
        int rows = (int)Math.Clamp((long)count * RowsPerSeries, 1000, options.GlobalRows);
        var past = Fit(plan.Origins[0], (int)Math.Max(1000, rows * PastRows));
        if (past.Trees is null)
            return null;
        var paths = new float[count * plan.Size];
        for (int o = 0; o < plan.Origins.Length; o++)
        {
            var path = past.Predict(panel, plan.Origins[o], plan.Horizon, options.Threads, ct);
            for (int s = 0; s < count; s++)
                path.AsSpan(s * plan.Horizon, plan.Horizon).CopyTo(paths.AsSpan(s * plan.Size + o * plan.Horizon));
        }

        backtests.Add(paths);
        return Fit(panel.Days - 1, rows);

        GlobalModel Fit(int lastDay, int rows)
        {
            var model = GlobalModel.Fit(panel, Boosting(rows), lastDay, options.Threads, ct);
            timings.FeatureSeconds += model.FeatureSeconds;
            return model;
        }
    }

    private GlobalModelOptions Boosting(int rows) => new()
    {
        Horizon = options.Horizon,
        Rows = rows,
        Trees = new BoostingOptions
        {
            Loss = BoostingLoss.Tweedie(1.1),
            Rounds = options.GlobalRounds,
            Leaves = 31,
            LearningRate = Math.Min(0.3, 18.0 / options.GlobalRounds),
            MinLeafWeight = 30,
            Seed = (ulong)options.Seed,
        },
    };

    private float[] Combine(BacktestPlan plan, float[] weights, List<float[]> backtests)
    {
        var combined = new float[count * plan.Size];
        Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = options.Threads }, s =>
        {
            for (int m = 0; m < backtests.Count; m++)
            {
                float w = weights[s * backtests.Count + m];
                if (w == 0)
                    continue;
                for (int i = s * plan.Size; i < (s + 1) * plan.Size; i++)
                    combined[i] += w * backtests[m][i];
            }
        });
        return combined;
    }
}
