using System.Numerics;
using System.Runtime.InteropServices;
using Forecast.Domain.Forecasts;
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
                            float factor = fitted.Models[m].Adjusted ? factors[h * width + lane] : 1;
                            mean[at] += w * factor * path[h * width + lane];
                            if (m == 0)
                                naive[at] = path[h * width + lane];
                        }
                    }
                }
            }, CancellationToken.None);

        AddGlobal(fitted, panel, mean, options);
        int[] silence = EndedSeries.Silence(panel, fitted.Classes);
        var borrowed = ColdStart.Apply(fitted, panel, mean, silence);
        var method = new string[count];
        var reason = new string[count];
        var kinds = new DemandClass[count];
        Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = options.Threads }, s =>
        {
            Close(mean, naive, panel, s, horizon, silence[s] > 0);
            kinds[s] = silence[s] > 0 ? DemandClass.Ended : fitted.Classes[s];
            bool skewed = false;
            Span<float> quantiles = stackalloc float[QuantileCalibration.Count];
            for (int h = 0; h < horizon; h++)
            {
                int i = s * horizon + h;
                if (borrowed[s].Reason is null)
                    fitted.Calibration.Read(s, fitted.Classes[s], h, horizon, mean[i], quantiles);
                else
                    fitted.Calibration.ReadPlain(s, mean[i], borrowed[s].Variance, quantiles);
                skewed |= AroundMean(mean[i], quantiles);
                (p10[i], p50[i], p90[i]) = (quantiles[0], quantiles[1], quantiles[2]);
            }

            (method[s], reason[s]) = Reasons.Of(fitted, panel, s, borrowed[s].Reason, silence[s], skewed);
        });
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
            Class = kinds,
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

    /// <summary>
    /// Absurd histories may overflow single precision; closed days are zero whatever was learnt or borrowed, and so is what has ended.
    /// </summary>
    private static void Close(float[] mean, float[] naive, Panel panel, int series, int horizon, bool ended)
    {
        for (int h = 0; h < horizon; h++)
        {
            int i = series * horizon + h;
            bool sells = !ended && panel.IsOpen(series, panel.Days + h);
            mean[i] = !sells || float.IsNaN(mean[i]) ? 0 : Math.Clamp(mean[i], 0, Largest);
            naive[i] = sells ? naive[i] : 0;
        }
    }

    /// <summary>
    /// Puts quantiles in order and the mean inside the band. The one mean that stays above it is that of a day on which nothing is sold
    /// nine times in ten: returns whether this is one.
    /// </summary>
    private static bool AroundMean(float mean, Span<float> quantiles)
    {
        quantiles[0] = Math.Min(quantiles[0], mean);
        quantiles[1] = Math.Max(quantiles[0], quantiles[1]);
        quantiles[2] = Math.Max(quantiles[1], quantiles[2]);
        if (quantiles[2] == 0 && mean > 0)
            return true;
        quantiles[2] = Math.Max(quantiles[2], mean);
        return false;
    }
}
