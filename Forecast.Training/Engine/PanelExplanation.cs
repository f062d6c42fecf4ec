using System.Numerics;
using System.Runtime.InteropServices;
using Forecast.Training.Boosting.Global;
using Forecast.Training.Models;
using Forecast.Training.Models.Effects;
using Forecast.Training.Numerics;

namespace Forecast.Training.Engine;

/// <summary>
/// Takes one series' forecast apart by its reasons. Local models: the level over all weekdays, the weekday's and the trend's difference, and
/// the effects as factors, whose joint difference is divided in proportion to their logarithms (Ang, 2005), so that everything adds up.
/// </summary>
internal static class PanelExplanation
{
    public static IReadOnlyList<DriverContributions> Run(FittedPanel fitted, Panel panel, int series, ReadOnlySpan<float> mean)
    {
        int horizon = fitted.Horizon, models = fitted.ModelCount;
        var drivers = new Dictionary<DemandDriver, double>[horizon];
        for (int h = 0; h < horizon; h++)
            drivers[h] = [];
        var bases = new double[horizon];
        var effects = new EffectRows(panel, fitted.Effects, fitted.Effects.Table(panel, panel.Days), fitted.Effects.PoolOf(panel));
        effects.Begin(series, panel.Days + horizon);
        for (int m = 0; m < fitted.Models.Length; m++)
        {
            float weight = fitted.Weights[series * models + m];
            if (weight > 0)
                AddLocal(fitted, series, m, weight, effects, panel.Days, bases, drivers);
        }

        if (fitted.Global is { } global && fitted.Weights[series * models + models - 1] is > 0 and var share)
        {
            var parts = global.Explain(panel, panel.Days - 1, series, horizon, fitted.FirstSale);
            for (int h = 0; h < horizon; h++)
            {
                bases[h] += share * parts[h].Base;
                foreach (var (driver, value) in parts[h].ByDriver)
                    Add(drivers[h], driver, share * value);
            }
        }

        return Settle(mean, bases, drivers);
    }

    private static void AddLocal(
        FittedPanel fitted, int series, int m, float weight, EffectRows effects, int firstDay, double[] bases, Dictionary<DemandDriver, double>[] drivers)
    {
        var fit = fitted.Models[m];
        var family = LocalModels.Named(fit.Family);
        int season = fitted.Seasonality, phase = fitted.Origin.AddDays(1).DayNumber % season, width = Lanes.Count;
        var state = StateBlocks.Load(fit, series, 1, new Vector<float>[fit.StateSize], out var p);
        Vector<float>[] path = new Vector<float>[bases.Length], next = new Vector<float>[1];
        family.Predict(state, p, phase, season, path);
        var ahead = MemoryMarshal.Cast<Vector<float>, float>(path.AsSpan());
        var oneStep = new double[season];
        for (int k = 0; k < season; k++)
        {
            family.Predict(state, p, k, season, next);
            oneStep[k] = next[0][0];
        }

        double level = oneStep.Average();
        for (int h = 0; h < bases.Length; h++)
        {
            double value = ahead[h * width], weekday = oneStep[(phase + h) % season];
            bases[h] += weight * level;
            Add(drivers[h], DemandDriver.Weekday, weight * (weekday - level));
            Add(drivers[h], DemandDriver.Recent, weight * (value - weekday));
            if (fit.Adjusted)
                AddEffects(effects, series, firstDay + h, weight * value, drivers[h]);
        }
    }

    private static void AddEffects(EffectRows effects, int series, int day, double value, Dictionary<DemandDriver, double> drivers)
    {
        var calendar = effects.Calendar(series, day);
        double events = Math.Log(Math.Max(1e-6, effects.EventFactor(series, day, out bool isPromotion)));
        double season = calendar.Yearly + calendar.MonthDay, total = season + calendar.Holiday + events;
        double moved = value * (effects.Factor(series, day) - 1);
        if (Math.Abs(total) < 1e-9)
            return;
        Add(drivers, DemandDriver.Season, moved * season / total);
        Add(drivers, DemandDriver.Holiday, moved * calendar.Holiday / total);
        Add(drivers, isPromotion ? DemandDriver.Promotion : DemandDriver.Price, moved * events / total);
    }

    /// <summary>What the parts do not say (closed days, borrowed history, rounding) belongs to openings or the base: the sum is the mean.</summary>
    private static DriverContributions[] Settle(ReadOnlySpan<float> mean, double[] bases, Dictionary<DemandDriver, double>[] drivers)
    {
        var result = new DriverContributions[mean.Length];
        for (int h = 0; h < mean.Length; h++)
        {
            double rest = mean[h] - bases[h] - drivers[h].Values.Sum();
            if (mean[h] == 0 && rest < 0)
                Add(drivers[h], DemandDriver.Opening, rest);
            else
                bases[h] += rest;
            result[h] = new DriverContributions(mean[h], bases[h], drivers[h]);
        }

        return result;
    }

    private static void Add(Dictionary<DemandDriver, double> drivers, DemandDriver driver, double value)
    {
        if (value != 0)
            drivers[driver] = drivers.GetValueOrDefault(driver) + value;
    }
}
