using System.Numerics;
using System.Runtime.InteropServices;
using Forecast.Training.Boosting.Global;
using Forecast.Training.Models;
using Forecast.Training.Models.Effects;
using Forecast.Training.Numerics;

namespace Forecast.Training.Engine;

/// <summary>
/// Takes forecasts apart by their reasons. Local models: the level over all weekdays, the weekday's and the trend's difference, and the
/// effects as factors, whose joint difference is divided in proportion to their logarithms (Ang, 2005), so that everything adds up. The model over
/// all series: see <see cref="GlobalExplanation"/>. Safe to use from many threads.
/// </summary>
public sealed class PanelExplanation
{
    private static readonly int Drivers = Enum.GetValues<DemandDriver>().Length;

    private readonly FittedPanel fitted;
    private readonly Panel panel;
    private readonly PanelForecast forecast;
    private readonly CalendarDays calendar;
    private readonly int[] pool;
    private readonly Lazy<GlobalExplanation>? global;

    internal PanelExplanation(FittedPanel fitted, Panel panel, PanelForecast forecast)
    {
        (this.fitted, this.panel, this.forecast) = (fitted, panel, forecast);
        calendar = fitted.Effects.Table(panel, panel.Days);
        pool = fitted.Effects.PoolOf(panel);
        global = fitted.Global is { } model ? new(() => model.Explainer(panel, panel.Days - 1, fitted.Horizon, fitted.FirstSale)) : null;
    }

    /// <summary>Per step of the horizon a base and what each driver adds or takes, in units, adding up to the mean.</summary>
    /// <param name="series">Index in the panel.</param>
    public IReadOnlyList<DriverContributions> Of(int series)
    {
        int horizon = fitted.Horizon;
        if ((uint)series >= (uint)fitted.Series.Count)
            throw new ArgumentOutOfRangeException(nameof(series), series, $"The panel holds series 0 to {fitted.Series.Count - 1}.");
        double[][] units = [.. Enumerable.Range(0, horizon).Select(_ => new double[Drivers])];
        AddModels(series, units);
        Settle(series, units);
        var result = new DriverContributions[horizon];
        for (int h = 0; h < horizon; h++)
            result[h] = DriverContributions.Of(forecast.Mean[series * horizon + h], units[h]);
        return result;
    }

    private void AddModels(int series, double[][] units)
    {
        var effects = new EffectRows(panel, fitted.Effects, calendar, pool);
        effects.Begin(series, panel.Days + units.Length);
        var weights = fitted.Weights.AsSpan(series * fitted.ModelCount, fitted.ModelCount);
        for (int m = 0; m < fitted.Models.Length; m++)
        {
            if (weights[m] > 0)
                AddLocal(series, m, weights[m], effects, units);
        }

        if (global is null || weights[^1] <= 0)
            return;
        var parts = global.Value.Of(series, units.Length);
        for (int h = 0; h < units.Length; h++)
        {
            for (int d = 0; d < Drivers; d++)
                units[h][d] += weights[^1] * parts[h][d];
        }
    }

    private void AddLocal(int series, int m, float weight, EffectRows effects, double[][] units)
    {
        var fit = fitted.Models[m];
        var family = LocalModels.Named(fit.Family);
        int season = fitted.Seasonality, phase = fitted.Origin.AddDays(1).DayNumber % season, width = Lanes.Count;
        var state = StateBlocks.Load(fit, series, 1, new Vector<float>[fit.StateSize], out var p);
        Vector<float>[] path = new Vector<float>[units.Length], next = new Vector<float>[1];
        family.Predict(state, p, phase, season, path);
        var ahead = MemoryMarshal.Cast<Vector<float>, float>(path.AsSpan());
        var oneStep = new double[season];
        for (int k = 0; k < season; k++)
        {
            family.Predict(state, p, k, season, next);
            oneStep[k] = next[0][0];
        }

        double level = oneStep.Average();
        for (int h = 0; h < units.Length; h++)
        {
            double value = ahead[h * width], weekday = oneStep[(phase + h) % season];
            units[h][(int)DemandDriver.Base] += weight * level;
            units[h][(int)DemandDriver.Weekday] += weight * (weekday - level);
            units[h][(int)DemandDriver.Recent] += weight * (value - weekday);
            if (fit.Adjusted)
                AddEffects(effects, series, panel.Days + h, weight * value, units[h]);
        }
    }

    private static void AddEffects(EffectRows effects, int series, int day, double value, double[] units)
    {
        var dates = effects.Calendar(series, day);
        double events = Math.Log(Math.Max(1e-6, effects.EventFactor(series, day, out bool isPromotion)));
        double season = dates.Yearly + dates.MonthDay, total = season + dates.Holiday + events;
        // Where the effects cancel each other, the ratio is its limit; each of them is still there.
        double unit = Math.Abs(total) < 1e-6 ? value : value * (effects.Factor(series, day) - 1) / total;
        units[(int)DemandDriver.Season] += unit * season;
        units[(int)DemandDriver.Holiday] += unit * dates.Holiday;
        units[(int)(isPromotion ? DemandDriver.Promotion : DemandDriver.Price)] += unit * events;
    }

    /// <summary>
    /// A closed day would have had the usual level, and closing takes all of it. What else the parts do not say (borrowed history, rounding)
    /// belongs to the base: the sum is the mean.
    /// </summary>
    private void Settle(int series, double[][] units)
    {
        int horizon = units.Length;
        double usual = 0;
        int open = 0;
        for (int h = 0; h < horizon; h++)
        {
            if (!PanelPrediction.OpenOn(panel, series, panel.Days + h))
                continue;
            units[h][0] += forecast.Mean[series * horizon + h] - units[h].Sum();
            usual += units[h][0];
            open++;
        }

        for (int h = 0; h < horizon; h++)
        {
            if (PanelPrediction.OpenOn(panel, series, panel.Days + h))
                continue;
            units[h].AsSpan().Clear();
            units[h][0] = open == 0 ? 0 : usual / open;
            units[h][(int)DemandDriver.Opening] = -units[h][0];
        }
    }
}
