using System.Numerics;
using System.Runtime.InteropServices;
using Forecast.Training.Backtesting;
using Forecast.Training.Models;
using Forecast.Training.Models.Effects;
using Forecast.Training.Numerics;
using Forecast.Training.Panels;

namespace Forecast.Training.Engine;

/// <summary>Turns a fitted state into forecasts.</summary>
internal static class PanelPrediction
{
    private const float Largest = 1e18f;

    public static PanelForecast Run(FittedPanel fitted, Panel panel, EngineOptions options)
    {
        int count = fitted.Series.Count, horizon = fitted.Horizon, models = fitted.ModelCount;
        float[] mean = new float[count * horizon], naive = new float[count * horizon];
        float[] p10 = new float[count * horizon], p50 = new float[count * horizon], p90 = new float[count * horizon];
        var families = fitted.Models.Select(m => LocalModels.Named(m.Family)).ToArray();
        var table = fitted.Effects.Table(panel, panel.Days);
        int[] pool = fitted.Effects.PoolOf(panel);
        int phase = fitted.Origin.AddDays(1).DayNumber % fitted.Seasonality;
        Blocks.Run(count, options.Threads, () =>
            (State: new Vector<float>[fitted.Models.Max(m => m.StateSize)], Path: new Vector<float>[horizon],
            Factors: new Vector<float>[horizon],
                Effects: new EffectRows(panel, fitted.Effects, table, pool)),
            (first, lanes, scratch) =>
            {
                var path = MemoryMarshal.Cast<Vector<float>, float>(scratch.Path.AsSpan());
                int width = Lanes.Count;
                var factors = MemoryMarshal.Cast<Vector<float>, float>(scratch.Factors.AsSpan());
                scratch.Effects.Load(first, lanes, panel.Days, scratch.Factors);
                for (int m = 0; m < families.Length; m++)
                {
                    var state = StateBlocks.Load(fitted.Models[m], first, lanes, scratch.State, out var p);
                    families[m].Predict(state, p, phase, fitted.Seasonality, scratch.Path);
                    for (int lane = 0; lane < lanes; lane++)
                    {
                        float w = fitted.Weights[(first + lane) * models + m];
                        for (int h = 0; h < horizon; h++)
                        {
                            int at = (first + lane) * horizon + h;
                            float open = OpenOn(panel, first + lane, panel.Days + h) ? 1 : 0;
                            float factor = fitted.Models[m].Adjusted ? factors[h * width + lane] : 1;
                            mean[at] += w * open * factor * path[h * width + lane];
                            if (m == 0)
                                naive[at] = open * path[h * width + lane];
                        }
                    }
                }
            }, CancellationToken.None);

        AddGlobal(fitted, panel, mean, options);
        var borrowed = ColdStart.Apply(fitted, mean);
        Sanitise(mean, panel, horizon);
        Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = options.Threads }, s =>
        {
            Span<float> quantiles = stackalloc float[QuantileCalibration.Count];
            for (int h = 0; h < horizon; h++)
            {
                int i = s * horizon + h;
                fitted.Calibration.Read(s, fitted.Classes[s], h, horizon, mean[i], quantiles);
                p10[i] = quantiles[0];
                p50[i] = Math.Max(p10[i], quantiles[1]);
                p90[i] = Math.Max(p50[i], quantiles[2]);
            }
        });

        var method = new string[count];
        var reason = new string[count];
        for (int s = 0; s < count; s++)
            (method[s], reason[s]) = Reasons.Of(fitted, s, borrowed[s]);
        return new PanelForecast
        {
            Origin = fitted.Origin,
            Horizon = horizon,
            Series = fitted.Series,
            Mean = mean,
            P10 = p10,
            P50 = p50,
            P90 = p90,
            Naive = naive,
            Method = method,
            Reason = reason,
            Class = fitted.Classes,
            Backtest = fitted.Backtest,
        };
    }

    private static void AddGlobal(FittedPanel fitted, Panel panel, float[] mean, EngineOptions options)
    {
        if (fitted.Global is not { } global)
            return;
        var paths = global.Predict(panel, [panel.Days - 1], fitted.Horizon, fitted.FirstSale, options.Threads)[0];
        for (int i = 0; i < mean.Length; i++)
            mean[i] += fitted.Weights[i / fitted.Horizon * fitted.ModelCount + fitted.Models.Length] * paths[i];
    }

    /// <summary>Absurd histories may overflow single precision; closed days stay zero whatever was borrowed.</summary>
    private static void Sanitise(float[] mean, Panel panel, int horizon)
    {
        for (int i = 0; i < mean.Length; i++)
            mean[i] = !OpenOn(panel, i / horizon, panel.Days + i % horizon) || float.IsNaN(mean[i]) ? 0 : Math.Clamp(mean[i], 0, Largest);
    }

    /// <summary>Whether the store is open on a day of the panel or beyond; unknown days are open.</summary>
    public static bool OpenOn(Panel panel, int series, int day)
    {
        int known = panel.Days + panel.Horizon;
        return panel.Open is null || day >= known || panel.Open[series * known + day] != 0;
    }
}
