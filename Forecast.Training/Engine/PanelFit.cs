using Forecast.Domain.Forecasts;
using Forecast.Training.Backtesting;
using Forecast.Training.Boosting.Global;
using Forecast.Training.Models;
using Forecast.Training.Models.Effects;
using Forecast.Training.Panels;

namespace Forecast.Training.Engine;

/// <summary>One fit of one panel: learn effects, run every model once, combine per series, calibrate.</summary>
internal sealed class PanelFit(Panel panel, GlobalFit? learned, EngineOptions options)
{
    /// <summary>
    /// Backtest forecasts beyond which windows are left out: many series calibrate with few windows as well as few with many.
    /// </summary>
    private const long MostBacktestForecasts = 2_000_000;

    private const int FewestWindows = 4;

    private readonly int count = panel.Series.Count;

    public FittedPanel Run(CancellationToken ct)
    {
        var plan = BacktestPlan.Create(panel.Days, options.Horizon, Windows(), options.BacktestStride, options.Seasonality);
        var (past, final) = Effects(plan);
        var models = LocalModels.Select(options.Tried, adjusted: !final.IsEmpty);
        var local = new LocalFit(panel, options, plan, models, past, final);
        local.Run(ct);
        var global = RankGlobal(plan, local.Backtests, ct);
        var classes = new DemandClass[count];
        for (int s = 0; s < count; s++)
            classes[s] = DemandClassifier.Classify(panel.Sold.AsSpan(s * panel.Days, panel.Days));

        var choice = ModelChoice.Choose(panel, plan, classes, local.Actual, [.. local.Backtests], options.Threads);
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
            FirstSale = FirstSales.Of(panel),
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
        PanelEffects final = PanelEffects.None, past = PanelEffects.None;
        Parallel.Invoke(
            new ParallelOptions { MaxDegreeOfParallelism = options.Threads },
            () => final = PanelEffects.Fit(panel, panel.Days - 1, options.Threads),
            () => past = plan.Origins.Length == 0 ? past : PanelEffects.Fit(panel, plan.Origins[0], options.Threads));
        return (plan.Origins.Length == 0 ? final : past, final);
    }

    /// <summary>
    /// Adds what the global model would have forecast at the backtest origins; null where there is none, or none that has not seen a day it
    /// would be scored on.
    /// </summary>
    private GlobalModel? RankGlobal(BacktestPlan plan, List<float[]> backtests, CancellationToken ct)
    {
        if (learned is null || plan.Origins.Length == 0 || learned.Past.LastTrainingDay > panel.FirstDay.AddDays(plan.Origins[0]))
            return null;
        var predicted = learned.Past.Predict(panel, plan.Origins, plan.Horizon, firstSale: null, options.Threads, ct);
        var paths = new float[count * plan.Size];
        for (int o = 0; o < plan.Origins.Length; o++)
        {
            for (int s = 0; s < count; s++)
                predicted[o].AsSpan(s * plan.Horizon, plan.Horizon).CopyTo(paths.AsSpan(s * plan.Size + o * plan.Horizon));
        }

        backtests.Add(paths);
        return learned.Final;
    }

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
