using System.Numerics;
using Forecast.Training.Models;
using Forecast.Training.Models.Effects;
using Forecast.Training.Numerics;
using Forecast.Training.Panels;

namespace Forecast.Training.Engine;

/// <summary>Folds the days after a state's origin into it: the recursions go on where they stopped.</summary>
internal static class PanelUpdate
{
    public static FittedPanel Run(FittedPanel fitted, Panel panel, EngineOptions options)
    {
        int from = fitted.Origin.DayNumber + 1 - panel.FirstDay.DayNumber, days = panel.Days - from;
        if (days == 0)
            return fitted;
        var families = fitted.Models.Select(m => LocalModels.Named(m.Family)).ToArray();
        var updated = fitted.Models.Select(m => m with { State = GC.AllocateUninitializedArray<float>(m.State.Length) }).ToArray();
        var table = fitted.Effects.Table(panel, from);
        int[] pool = fitted.Effects.PoolOf(panel);
        int phase = (fitted.Origin.DayNumber + 1) % fitted.Seasonality;
        Blocks.Run(fitted.Series.Count, options.Threads,
            () => (State: new Vector<float>[fitted.Models.Max(m => m.StateSize)], Values: new Vector<float>[days],
                Adjusted: new Vector<float>[days],
                Effects: new EffectRows(panel, fitted.Effects, table, pool)),
            (first, lanes, scratch) =>
            {
                LearnableHistory.Load(panel, first, lanes, from, trimStart: false, scratch.Values);
                scratch.Effects.Load(first, lanes, from, scratch.Adjusted);
                for (int t = 0; t < days; t++)
                    scratch.Adjusted[t] = scratch.Values[t] / scratch.Adjusted[t];
                for (int m = 0; m < families.Length; m++)
                {
                    var state = StateBlocks.Load(fitted.Models[m], first, lanes, scratch.State, out var p);
                    families[m].Run(
                        fitted.Models[m].Adjusted ? scratch.Adjusted : scratch.Values, p, phase, fitted.Seasonality, [], 1, state, []);
                    Lanes.Store(state, lanes, state.Length, updated[m].State.AsSpan(first * state.Length));
                }
            }, CancellationToken.None);
        return new FittedPanel
        {
            Origin = panel.Origin,
            Horizon = fitted.Horizon,
            Seasonality = fitted.Seasonality,
            Series = fitted.Series,
            Models = updated,
            Effects = fitted.Effects,
            Global = fitted.Global,
            Weights = fitted.Weights,
            Classes = fitted.Classes,
            KnownDays = Known(fitted, panel, from),
            FirstSale = FirstSales.After(fitted.FirstSale, panel, from),
            Loss = fitted.Loss,
            NaiveLoss = fitted.NaiveLoss,
            Calibration = fitted.Calibration,
            Backtest = fitted.Backtest,
        };
    }

    private static int[] Known(FittedPanel fitted, Panel panel, int from)
    {
        var known = (int[])fitted.KnownDays.Clone();
        for (int s = 0; s < known.Length; s++)
        {
            foreach (float y in panel.Quantity.AsSpan(s * panel.Days + from, panel.Days - from))
                known[s] += float.IsFinite(y) ? 1 : 0;
        }

        return known;
    }
}
