using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Forecast.Training.Backtesting;
using Forecast.Training.Models;
using Forecast.Training.Models.Effects;
using Forecast.Training.Numerics;
using Forecast.Training.Panels;

namespace Forecast.Training.Engine;

/// <summary>
/// Runs every local model over every series: searches parameters, emits the backtest forecasts in the same pass that leads to the final
/// state.
/// </summary>
/// <remarks>
/// Models on adjusted demand run twice: their backtests use effects learnt before the first backtest origin, so that they have not seen
/// what they are scored on; the final state uses effects learnt from everything.
/// </remarks>
internal sealed class LocalFit
{
    /// <summary>Parameters are searched on this many latest days; older ones only warm the state.</summary>
    private const int RecentDays = 730;

    private readonly Panel panel;
    private readonly EngineOptions options;
    private readonly BacktestPlan plan;
    private readonly (LocalModel Model, bool Adjusted)[] models;
    private readonly PanelEffects past, final;
    private readonly int count, phase0;

    public LocalFit(
        Panel panel, EngineOptions options, BacktestPlan plan, (LocalModel Model, bool Adjusted)[] models, PanelEffects past,
            PanelEffects final)
    {
        (this.panel, this.options, this.plan, this.models, this.past, this.final) = (panel, options, plan, models, past, final);
        count = panel.Series.Count;
        phase0 = panel.FirstDay.DayNumber % options.Seasonality;
        Fits = [.. models.Select(m =>
        {
            int size = m.Model.StateSize(options.Seasonality);
            return new ModelFit(m.Model.Name, m.Adjusted, size, new float[count * ModelFit.ParameterCount], new float[count * size]);
        })];
        Backtests = [.. models.Select(_ => new float[count * plan.Size])];
        Actual = new float[count * plan.Size];
    }

    public ModelFit[] Fits { get; }

    /// <summary>Per model: series × origins × horizon.</summary>
    public List<float[]> Backtests { get; }

    /// <summary>Series × origins × horizon; NaN where it does not count.</summary>
    public float[] Actual { get; }

    public void Run(CancellationToken ct)
    {
        var pastTable = past.Table(panel);
        var finalTable = final.Table(panel);
        int[] pastPool = past.PoolOf(panel), finalPool = final.PoolOf(panel);
        Blocks.Run(count, options.Threads,
            () => new Scratch(
                panel, options.Seasonality, plan.Size, models, new EffectRows(panel, past, pastTable, pastPool),
                new EffectRows(panel, final, finalTable, finalPool)),
            FitBlock, ct);
    }

    private void FitBlock(int first, int lanes, Scratch scratch)
    {
        LearnableHistory.Load(panel, first, lanes, 0, trimStart: true, scratch.Raw);
        LoadActuals(first, lanes, scratch);
        bool adjustedLoaded = false;
        scratch.Use(scratch.Raw, phase0);
        for (int m = 0; m < models.Length; m++)
        {
            var (model, adjusted) = models[m];
            if (adjusted && !adjustedLoaded)
            {
                adjustedLoaded = true;
                scratch.Past.Load(first, lanes, 0, scratch.Factors);
                Divide(scratch.Raw, scratch.Factors, scratch.Adjusted);
                scratch.Use(scratch.Adjusted, phase0);
                LoadTargetFactors(scratch);
            }

            var state = scratch.State.AsSpan(0, model.StateSize(options.Seasonality));
            var p = Search(model, m, first, lanes, scratch);
            model.Start(scratch.Start, state);
            model.Run(adjusted ? scratch.Adjusted : scratch.Raw, p, phase0, options.Seasonality, plan.Origins, plan.Horizon, state,
                scratch.Backtest);
            CloseDays(scratch, adjusted);
            Lanes.Store(scratch.Backtest, lanes, plan.Size, Backtests[m].AsSpan(first * plan.Size));
            Lanes.Store(state, lanes, state.Length, Fits[m].State.AsSpan(first * state.Length));
        }

        if (adjustedLoaded)
            FitFinal(first, lanes, scratch);
    }

    /// <summary>The models on adjusted demand once more, with effects learnt from everything.</summary>
    private void FitFinal(int first, int lanes, Scratch scratch)
    {
        scratch.Final.Load(first, lanes, 0, scratch.Factors);
        Divide(scratch.Raw, scratch.Factors, scratch.Adjusted);
        scratch.Start.Compute(scratch.Adjusted, phase0);
        for (int m = 0; m < models.Length; m++)
        {
            var (model, adjusted) = models[m];
            if (!adjusted)
                continue;
            var state = StateBlocks.Load(Fits[m], first, lanes, scratch.State, out var p);
            model.Start(scratch.Start, state);
            model.Run(scratch.Adjusted, p, phase0, options.Seasonality, [], plan.Horizon, state, []);
            Lanes.Store(state, lanes, state.Length, Fits[m].State.AsSpan(first * state.Length));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Divide(Vector<float>[] values, Vector<float>[] factors, Vector<float>[] adjusted)
    {
        for (int t = 0; t < values.Length; t++)
            adjusted[t] = values[t] / factors[t];
    }

    private LaneParameters Search(LocalModel model, int m, int first, int lanes, Scratch scratch)
    {
        var candidates = model.Candidates;
        int width = Lanes.Count;
        Span<float> chosen = stackalloc float[width * ModelFit.ParameterCount];
        var losses = scratch.Losses.AsSpan(0, candidates.Length);
        if (candidates.Length > 1)
            model.Search(scratch.Recent, losses);

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
                ((ReadOnlySpan<float>)[alpha, gamma, phi]).CopyTo(Fits[m].Parameters.AsSpan((first + lane) * ModelFit.ParameterCount));
        }

        return new LaneParameters(new Vector<float>(chosen), new Vector<float>(chosen[width..]), new Vector<float>(chosen[(2 * width)..]));
    }

    private void LoadActuals(int first, int lanes, Scratch scratch)
    {
        var values = MemoryMarshal.Cast<Vector<float>, float>(scratch.Raw.AsSpan());
        int width = Lanes.Count, known = panel.Days + panel.Horizon;
        scratch.Open.AsSpan().Fill(Vector<float>.One);
        var open = MemoryMarshal.Cast<Vector<float>, float>(scratch.Open.AsSpan());
        for (int lane = 0; lane < lanes; lane++)
        {
            var row = Actual.AsSpan((first + lane) * plan.Size, plan.Size);
            for (int i = 0; i < row.Length; i++)
            {
                int day = plan.Day(i);
                bool counts = day < plan.Days && !(panel.StockedOut?[(first + lane) * panel.Days + day] > 0)
                    && !panel.IsHeldDown(first + lane, day); // an estimate is no actual
                row[i] = counts ? values[day * width + lane] : float.NaN;
                if (panel.Open is { } opening && day < known && opening[(first + lane) * known + day] == 0)
                    open[i * width + lane] = 0;
            }
        }
    }

    private void LoadTargetFactors(Scratch scratch)
    {
        for (int i = 0; i < plan.Size; i++)
        {
            int day = plan.Day(i);
            scratch.TargetFactors[i] = day < plan.Days ? scratch.Factors[day] : Vector<float>.One; // beyond it nothing is scored
        }
    }

    private static void CloseDays(Scratch scratch, bool adjusted)
    {
        for (int i = 0; i < scratch.Backtest.Length; i++)
            scratch.Backtest[i] *= adjusted ? scratch.Open[i] * scratch.TargetFactors[i] : scratch.Open[i];
    }

    /// <summary>Buffers of one worker, allocated once.</summary>
    private sealed class Scratch(
        Panel panel, int season, int backtest, (LocalModel Model, bool Adjusted)[] models, EffectRows past, EffectRows final)
    {
        public readonly Vector<float>[] Raw = new Vector<float>[panel.Days];
        public readonly Vector<float>[] Adjusted = new Vector<float>[models.Any(m => m.Adjusted) ? panel.Days : 0];
        public readonly Vector<float>[] Factors = new Vector<float>[models.Any(m => m.Adjusted) ? panel.Days : 0];
        public readonly Vector<float>[] Backtest = new Vector<float>[backtest];
        public readonly Vector<float>[] Open = new Vector<float>[backtest];
        public readonly Vector<float>[] TargetFactors = new Vector<float>[backtest];
        public readonly Vector<float>[] State = new Vector<float>[models.Max(m => m.Model.StateSize(season))];
        public readonly Vector<float>[] Losses = new Vector<float>[models.Max(m => m.Model.Candidates.Length)];
        public readonly BlockStart Start = new(season);
        public readonly EffectRows Past = past;
        public readonly EffectRows Final = final;
        public readonly SearchDays Recent = new(season);

        /// <summary>Makes these the values that starts and searches are about.</summary>
        public void Use(Vector<float>[] values, int phase0)
        {
            int from = Math.Max(0, values.Length - RecentDays);
            Start.Compute(values, phase0);
            Recent.Use(values.AsMemory(from), phase0 + from);
        }
    }
}
