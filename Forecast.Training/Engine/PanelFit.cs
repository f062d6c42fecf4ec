using System.Numerics;
using System.Runtime.InteropServices;
using Forecast.Domain.Forecasts;
using Forecast.Training.Backtesting;
using Forecast.Training.Models;
using Forecast.Training.Models.Global;
using Forecast.Training.Numerics;

namespace Forecast.Training.Engine;

/// <summary>One fit of one panel: search parameters, run every model once, choose per series, calibrate.</summary>
internal sealed class PanelFit
{
    /// <summary>Parameters are searched on this many latest days; older ones only warm the state.</summary>
    private const int SearchDays = 730;

    /// <summary>Backtest forecasts beyond which windows are left out.</summary>
    private const long MostBacktestForecasts = 2_000_000;

    private const int FewestWindows = 4;

    private readonly Panel panel;
    private readonly EngineOptions options;
    private readonly LocalModel[] models;
    private readonly BacktestPlan plan;
    private readonly int count, phase0;
    private readonly ModelFit[] fits;

    /// <summary>Per model: series × origins × horizon.</summary>
    private readonly List<float[]> backtests;

    /// <summary>Series × origins × horizon; NaN where it does not count.</summary>
    private readonly float[] actual;

    public PanelFit(Panel panel, EngineOptions options)
    {
        this.panel = panel;
        this.options = options;
        models = LocalModels.Select(options.Models);
        count = panel.Series.Count;
        plan = BacktestPlan.Create(panel.Days, options.Horizon, Windows(), options.BacktestStride, options.Seasonality);
        phase0 = panel.FirstDay.DayNumber % options.Seasonality;
        fits = [.. models.Select(m =>
        {
            int size = m.StateSize(options.Seasonality);
            return new ModelFit(m.Name, size, new float[count * ModelFit.ParameterCount], new float[count * size]);
        })];
        backtests = [.. models.Select(_ => new float[count * plan.Size])];
        actual = new float[count * plan.Size];
    }

    public FittedPanel Run(EngineTimings timings, CancellationToken ct)
    {
        Blocks.Run(count, options.Threads, () => new Scratch(panel.Days, options.Seasonality, plan.Size, models), FitBlock, ct);
        var global = FitGlobal(timings, ct);
        var classes = new DemandClass[count];
        for (int s = 0; s < count; s++)
            classes[s] = DemandClassifier.Classify(panel.Quantity.AsSpan(s * panel.Days, panel.Days));

        var choice = ModelChoice.Choose(panel, plan, classes, actual, [.. backtests], options);
        var combined = Combine(choice.Weights);
        return new FittedPanel
        {
            Origin = panel.Origin,
            Horizon = options.Horizon,
            Seasonality = options.Seasonality,
            Series = [.. panel.Series],
            Models = fits,
            Global = global,
            Weights = choice.Weights,
            Classes = classes,
            Loss = choice.Loss,
            NaiveLoss = choice.NaiveLoss,
            Calibration = QuantileCalibration.Create(plan, classes, WholeSeries(), SeriesMeans(), actual, combined, options.Threads),
            Backtest = BacktestCubeBuilder.Build(panel, plan, actual, combined, backtests[0]),
        };
    }

    /// <summary>Many series calibrate with fewer windows as well as few series with many.</summary>
    private int Windows()
    {
        long forecasts = Math.Max(1, (long)count * options.Horizon);
        return Math.Min(options.BacktestWindows, Math.Max(FewestWindows, (int)(MostBacktestForecasts / forecasts)));
    }

    /// <summary>
    /// The global model twice: on what precedes the first backtest origin, to see how it does in all windows, and on everything. Null where it is
    /// not wanted or there is too little to learn from.
    /// </summary>
    private GlobalModel? FitGlobal(EngineTimings timings, CancellationToken ct)
    {
        if (!(options.Models.Contains("auto") || options.Models.Contains(GlobalModel.Name)) || plan.Origins.Length == 0)
            return null;
        var past = GlobalModel.Fit(panel, plan.Origins[0], options, timings, ct);
        if (past is null)
            return null;
        var paths = new float[count * plan.Size];
        past.Predict(panel, plan.Origins, plan.Horizon, paths, options, timings);
        backtests.Add(paths);
        return GlobalModel.Fit(panel, panel.Days - 1, options, timings, ct);
    }

    private void FitBlock(int first, int lanes, Scratch scratch)
    {
        LearnableHistory.Load(panel, first, lanes, 0, trimStart: true, scratch.Values);
        int recent = Math.Max(0, panel.Days - SearchDays);
        scratch.Start.Compute(scratch.Values, phase0);
        scratch.SearchStart.Compute(scratch.Values.AsSpan(recent), phase0 + recent);
        LoadActuals(first, lanes, scratch);
        for (int m = 0; m < models.Length; m++)
        {
            var model = models[m];
            var state = scratch.State.AsSpan(0, model.StateSize(options.Seasonality));
            var p = Search(model, m, first, lanes, state, scratch);
            model.Start(scratch.Start, state);
            model.Run(scratch.Values, p, phase0, options.Seasonality, plan.Origins, plan.Horizon, state, scratch.Backtest);
            CloseDays(scratch);
            Lanes.Store(scratch.Backtest, lanes, plan.Size, backtests[m].AsSpan(first * plan.Size));
            Lanes.Store(state, lanes, state.Length, fits[m].State.AsSpan(first * state.Length));
        }
    }

    private LaneParameters Search(LocalModel model, int m, int first, int lanes, Span<Vector<float>> state, Scratch scratch)
    {
        var candidates = model.Candidates;
        int width = Lanes.Count;
        Span<float> chosen = stackalloc float[width * ModelFit.ParameterCount];
        var losses = scratch.Losses.AsSpan(0, candidates.Length);
        if (candidates.Length > 1)
        {
            int from = Math.Max(0, panel.Days - SearchDays);
            model.Search(scratch.Values.AsSpan(from), scratch.SearchStart, phase0 + from, Math.Min(4 * options.Seasonality, (panel.Days - from) / 3), state, losses);
        }

        var flat = MemoryMarshal.Cast<Vector<float>, float>(losses);
        for (int lane = 0; lane < width; lane++)
        {
            int best = 0;
            for (int c = 1; c < candidates.Length; c++)
            {
                if (flat[c * width + lane] < flat[best * width + lane])
                    best = c;
            }

            var (alpha, gamma, phi) = candidates[best];
            chosen[lane] = alpha;
            chosen[width + lane] = gamma;
            chosen[2 * width + lane] = phi;
            if (lane < lanes)
            {
                var row = fits[m].Parameters.AsSpan((first + lane) * ModelFit.ParameterCount);
                row[0] = alpha;
                row[1] = gamma;
                row[2] = phi;
            }
        }

        return new LaneParameters(
            new Vector<float>(chosen), new Vector<float>(chosen[width..]), new Vector<float>(chosen[(2 * width)..]));
    }

    private void LoadActuals(int first, int lanes, Scratch scratch)
    {
        var values = MemoryMarshal.Cast<Vector<float>, float>(scratch.Values.AsSpan());
        int width = Lanes.Count, known = panel.Days + panel.Horizon;
        scratch.Open.AsSpan().Fill(Vector<float>.One);
        var open = MemoryMarshal.Cast<Vector<float>, float>(scratch.Open.AsSpan());
        for (int lane = 0; lane < lanes; lane++)
        {
            var row = actual.AsSpan((first + lane) * plan.Size, plan.Size);
            for (int i = 0; i < row.Length; i++)
            {
                int day = plan.Origins[i / plan.Horizon] + 1 + i % plan.Horizon;
                row[i] = day < plan.Days ? values[day * width + lane] : float.NaN;
                if (panel.Open is { } opening && day < known && opening[(first + lane) * known + day] == 0)
                    open[i * width + lane] = 0;
            }
        }
    }

    private static void CloseDays(Scratch scratch)
    {
        for (int i = 0; i < scratch.Backtest.Length; i++)
            scratch.Backtest[i] *= scratch.Open[i];
    }

    private bool[] WholeSeries()
    {
        var whole = new bool[count];
        for (int s = 0; s < count; s++)
        {
            bool all = true;
            foreach (float y in panel.Quantity.AsSpan(s * panel.Days, panel.Days))
                all &= float.IsNaN(y) || y == MathF.Floor(y);
            whole[s] = all;
        }

        return whole;
    }

    private float[] SeriesMeans()
    {
        var means = new float[count];
        for (int s = 0; s < count; s++)
        {
            double sum = 0;
            int known = 0;
            foreach (float y in panel.Quantity.AsSpan(s * panel.Days, panel.Days))
            {
                if (float.IsFinite(y))
                {
                    sum += y;
                    known++;
                }
            }

            means[s] = known == 0 ? 0 : (float)(sum / known);
        }

        return means;
    }

    private float[] Combine(float[] weights)
    {
        var combined = new float[count * plan.Size];
        for (int s = 0; s < count; s++)
        {
            for (int m = 0; m < backtests.Count; m++)
            {
                float w = weights[s * backtests.Count + m];
                if (w == 0)
                    continue;
                for (int i = s * plan.Size; i < (s + 1) * plan.Size; i++)
                    combined[i] += w * backtests[m][i];
            }
        }

        return combined;
    }

    /// <summary>Buffers of one worker, allocated once.</summary>
    private sealed class Scratch(int days, int season, int backtest, LocalModel[] models)
    {
        public readonly Vector<float>[] Values = new Vector<float>[days];
        public readonly Vector<float>[] Backtest = new Vector<float>[backtest];
        public readonly Vector<float>[] Open = new Vector<float>[backtest];
        public readonly Vector<float>[] State = new Vector<float>[models.Max(m => m.StateSize(season))];
        public readonly Vector<float>[] Losses = new Vector<float>[models.Max(m => m.Candidates.Length)];
        public readonly BlockStart Start = new(season);
        public readonly BlockStart SearchStart = new(season);
    }
}
