using System.Numerics;
using System.Runtime.InteropServices;
using Forecast.Training.Boosting.Global;
using Forecast.Training.Models;
using Forecast.Training.Models.Effects;
using Forecast.Training.Numerics;
using Forecast.Training.Panels;

namespace Forecast.Training.Engine;

/// <summary>
/// Takes forecasts apart by their reasons. Local models: the level over all weekdays, the weekday's and the trend's difference, and the
/// effects as factors, whose joint difference is divided in proportion to their logarithms (Ang, 2005), so that everything adds up. The
/// model over all series: see <see cref="GlobalExplanation"/>. Safe to use from many threads.
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

    /// <summary>
    /// Per series and step of the horizon a base and what each driver adds or takes, in units, adding up to the mean. Some dozens of series
    /// at once cost less than one after the other.
    /// </summary>
    /// <param name="series">Indexes in the panel.</param>
    public IReadOnlyList<IReadOnlyList<DriverContributions>> Of(IReadOnlyList<int> series)
    {
        ArgumentNullException.ThrowIfNull(series);
        foreach (int one in series)
        {
            if ((uint)one >= (uint)fitted.Series.Count)
                throw new ArgumentOutOfRangeException(nameof(series), one, $"The panel holds series 0 to {fitted.Series.Count - 1}.");
        }

        double[][][] units = [.. series.Select(_ => Enumerable.Range(0, fitted.Horizon).Select(_ => new double[Drivers]).ToArray())];
        var effects = new EffectRows(panel, fitted.Effects, calendar, pool);
        for (int i = 0; i < series.Count; i++)
            AddLocals(series[i], effects, units[i]);
        AddGlobal(series, units);
        return [.. series.Select((one, i) => Settled(one, units[i]))];
    }

    private void AddLocals(int series, EffectRows effects, double[][] units)
    {
        effects.Begin(series, panel.Days + units.Length);
        for (int m = 0; m < fitted.Models.Length; m++)
        {
            if (Weight(series, m) is > 0 and var weight)
                AddLocal(series, m, weight, effects, units);
        }
    }

    private void AddGlobal(IReadOnlyList<int> series, double[][][] units)
    {
        if (global is null)
            return;
        int[] asked = [.. Enumerable.Range(0, series.Count).Where(i => Weight(series[i], fitted.Models.Length) > 0)];
        var parts = global.Value.Of([.. asked.Select(i => series[i])], fitted.Horizon);
        for (int i = 0; i < asked.Length; i++)
        {
            float weight = Weight(series[asked[i]], fitted.Models.Length);
            for (int h = 0; h < fitted.Horizon; h++)
            {
                for (int d = 0; d < Drivers; d++)
                    units[asked[i]][h][d] += weight * parts[i][h][d];
            }
        }
    }

    private float Weight(int series, int model) => fitted.Weights[series * fitted.ModelCount + model];

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
    /// A closed day would have had the usual level, and closing takes all of it. What else the parts do not say (borrowed history,
    /// rounding) belongs to the base: the sum is the mean.
    /// </summary>
    private DriverContributions[] Settled(int series, double[][] units)
    {
        int horizon = units.Length;
        double usual = 0;
        int open = 0;
        for (int h = 0; h < horizon; h++)
        {
            if (!panel.IsOpen(series, panel.Days + h))
                continue;
            units[h][0] += forecast.Mean[series * horizon + h] - units[h].Sum();
            usual += units[h][0];
            open++;
        }

        for (int h = 0; h < horizon; h++)
        {
            if (panel.IsOpen(series, panel.Days + h))
                continue;
            units[h].AsSpan().Clear();
            units[h][0] = open == 0 ? 0 : usual / open;
            units[h][(int)DemandDriver.Opening] = -units[h][0];
        }

        return [.. units.Select((day, h) => DriverContributions.Of(forecast.Mean[series * horizon + h], day))];
    }
}
