using Forecast.Domain.Forecasts;
using Forecast.Training.Backtesting;
using Forecast.Training.Models.Effects;
using Forecast.Training.Panels;

namespace Forecast.Training.Engine;

/// <summary>
/// Forecasts of series with little history of their own. Donors lend their shape, weekdays and what calendar, promotions and prices do: the
/// same item elsewhere, sized by how this store sells what both sell; without it, the category in this store, or in all. The scale is the
/// series' own as soon as it has any days. The own forecast takes over as days come in.
/// </summary>
/// <remarks>
/// The scale is the most probable one of a Poisson count of what was sold under a lognormal prior around that of the donors, wide enough
/// for items a hundred times as slow or as fast: a day or two of an ordinary seller outweigh it.
/// </remarks>
internal sealed class ColdStart
{
    /// <summary>Known days at which the own forecast weighs as much as the donors' shape at the own scale.</summary>
    private const double HandOverDays = 14;

    /// <summary>Variance of the logarithm of the scale, before anything of the series is known.</summary>
    private const double PriorVariance = 4;

    /// <summary>Known days at which the series' own spread weighs as much as the one expected of its class.</summary>
    private const double SpreadDays = 7;

    /// <summary>Variance beyond that of counts ÷ mean², as far as it is believed.</summary>
    private const double MostDispersion = 25;

    /// <summary>Own forecasts beyond this many times the donors' shape at the own scale, or below its inverse, are not believed.</summary>
    private const double MostTimes = 2;

    private readonly FittedPanel fitted;
    private readonly Panel panel;
    private readonly float[] mean;
    private readonly int horizon, season, phase0;
    private readonly EffectRows effects;
    private readonly Dictionary<int, Donors> items = [], categories = [];
    private readonly Dictionary<(int Store, int Category), Donors> shelves = [];
    private readonly Dictionary<int, (double Own, double Usual)> stores = [];
    private double dispersion;

    private ColdStart(FittedPanel fitted, Panel panel, float[] mean, int from)
    {
        (this.fitted, this.panel, this.mean) = (fitted, panel, mean);
        (horizon, season, phase0) = (fitted.Horizon, fitted.Seasonality, panel.FirstDay.DayNumber % fitted.Seasonality);
        effects = new EffectRows(panel, fitted.Effects, fitted.Effects.Table(panel, from), fitted.Effects.PoolOf(panel));
    }

    /// <summary>
    /// Replaces the mean paths of new series in place; returns per series how (null: not new, or no donor), and the variance of a day
    /// around its forecast as <see cref="QuantileCalibration"/> keeps it.
    /// </summary>
    public static (string? Reason, float Variance)[] Apply(FittedPanel fitted, Panel panel, float[] mean, int[] silence)
    {
        var borrowed = new (string?, float)[fitted.Classes.Length];
        int[] starting = [.. Enumerable.Range(0, borrowed.Length).Where(s => fitted.Classes[s] == DemandClass.New)];
        if (starting.Length == 0)
            return borrowed;
        var start = new ColdStart(fitted, panel, mean, starting.Min(s => FirstKnown(panel, s)));
        start.Collect(silence);
        foreach (int s in starting)
            borrowed[s] = start.Borrow(s);
        return borrowed;
    }

    private static int FirstKnown(Panel panel, int series)
    {
        int first = panel.Quantity.AsSpan(series * panel.Days, panel.Days).IndexOfAnyInRange(0, float.MaxValue);
        return first < 0 ? panel.Days : first;
    }

    private int Phase(int day) => (phase0 + day) % season;

    private void Collect(int[] silence)
    {
        int[] known = [.. Enumerable.Range(0, fitted.Classes.Length).Where(s =>
            fitted.Classes[s] is not (DemandClass.New or DemandClass.Dead) && silence[s] == 0)];
        var dispersions = new List<double>();
        foreach (int s in known)
        {
            var series = fitted.Series[s];
            effects.Begin(s, panel.Days + horizon);
            var path = new Donors(season);
            for (int h = 0; h < horizon; h++)
            {
                if (panel.IsOpen(s, panel.Days + h))
                    path.Add(Phase(panel.Days + h), mean[s * horizon + h] / effects.Factor(s, panel.Days + h));
            }

            if (path.Level > 0)
                dispersions.Add((fitted.Calibration.Variance[s] * Math.Sqrt(path.Level) - 1) / path.Level);
            Of(items, series.Item).Add(path);
            Of(shelves, (series.Store, series.Category)).Add(path);
            Of(categories, series.Category).Add(path);
        }

        foreach (int s in known)
        {
            var series = fitted.Series[s];
            if (items[series.Item] is not { Count: >= 2 } item)
                continue;
            var (own, usual) = stores.GetValueOrDefault(series.Store);
            double total = 0;
            for (int h = 0; h < horizon; h++)
                total += mean[s * horizon + h];
            stores[series.Store] = (own + total, usual + horizon * item.Level);
        }

        dispersions.Sort();
        dispersion = dispersions.Count == 0 ? 0 : Math.Clamp(dispersions[dispersions.Count / 2], 0, MostDispersion);
    }

    private Donors Of<TKey>(Dictionary<TKey, Donors> groups, TKey key)
        where TKey : notnull => groups.TryGetValue(key, out var donors) ? donors : groups[key] = new Donors(season);

    private (string?, float) Borrow(int s)
    {
        if (Lenders(s) is not { Lenders.Level: > 0 } found)
            return default;
        var (lenders, size, from) = found;
        effects.Begin(s, panel.Days + horizon);
        double sold = 0, expected = 0;
        int days = 0;
        for (int t = FirstKnown(panel, s); t < panel.Days; t++)
        {
            if (!IsKnown(s, t))
                continue;
            sold += panel.Sold[s * panel.Days + t];
            expected += size * lenders.On(Phase(t)) * effects.Factor(s, t);
            days++;
        }

        double scale = size * Scale(sold, expected), share = days / (days + HandOverDays), sum = 0;
        for (int h = 0; h < horizon; h++)
        {
            ref float m = ref mean[s * horizon + h];
            double shaped = scale * lenders.On(Phase(panel.Days + h)) * effects.Factor(s, panel.Days + h);
            m = (float)(share * Math.Clamp(m, shaped / MostTimes, shaped * MostTimes) + (1 - share) * shaped);
            sum += m;
        }

        string reason = days == 0
            ? $"New: no known day; the forecast comes from {from}."
            : $"New: {days} known days set the level; {Math.Round(100 * (1 - share)):0} % of the shape comes from {from}.";
        return (reason, (float)Spread(s, lenders, scale, sold, days, sum / horizon));
    }

    private (Donors Lenders, double Size, string From)? Lenders(int s)
    {
        var series = fitted.Series[s];
        var (own, usual) = stores.GetValueOrDefault(series.Store);
        double size = own > 0 && usual > 0 ? own / usual : 1;
        if (series.Item >= 0 && items.TryGetValue(series.Item, out var item))
            return (item, size, $"the same item in {item.Count} other store{(item.Count == 1 ? "" : "s")}");
        if (shelves.TryGetValue((series.Store, series.Category), out var shelf))
            return (shelf, 1, $"{shelf.Count} item{(shelf.Count == 1 ? "" : "s")} of its category in this store");
        return categories.TryGetValue(series.Category, out var category)
            ? (category, size, $"{category.Count} series of its category")
            : null;
    }

    private bool IsKnown(int series, int day) =>
        panel.Sold[series * panel.Days + day] is >= 0 and < float.PositiveInfinity && panel.IsOpen(series, day)
            && !(panel.StockedOut?[series * panel.Days + day] > 0);

    /// <summary>
    /// The scale x that makes sold · ln x − expected · x − (ln x)² ÷ 2 PriorVariance greatest, by halving: its derivative falls.
    /// </summary>
    private static double Scale(double sold, double expected)
    {
        double low = -40, high = 40;
        for (int i = 0; i < 60; i++)
        {
            double middle = (low + high) / 2;
            if (sold - expected * Math.Exp(middle) - middle / PriorVariance > 0)
                low = middle;
            else
                high = middle;
        }

        return Math.Exp(low);
    }

    /// <summary>Variance ÷ mean^1.5 of a day: what the known days show, shrunk toward others, and what the level may be off.</summary>
    private double Spread(int s, Donors lenders, double scale, double sold, int days, double level)
    {
        if (!(level > 0))
            return fitted.Calibration.Variance[s];
        double squares = 0, prior = level + dispersion * level * level;
        for (int t = FirstKnown(panel, s); t < panel.Days; t++)
        {
            if (!IsKnown(s, t))
                continue;
            double residual = panel.Sold[s * panel.Days + t] - scale * lenders.On(Phase(t)) * effects.Factor(s, t);
            squares += residual * residual;
        }

        double variance = (squares + SpreadDays * prior) / (Math.Max(0, days - 1) + SpreadDays);
        double ofLevel = Math.Max(variance / Math.Max(1, days), level * level / (1 + sold));
        return (variance + ofLevel) / (level * Math.Sqrt(level));
    }

    /// <summary>What the forecasts of some series, freed of effects, say of each day of a season.</summary>
    private sealed class Donors(int season)
    {
        private readonly double[] sums = new double[season];
        private readonly int[] days = new int[season];

        /// <summary>Series in it.</summary>
        public int Count { get; private set; }

        /// <summary>Mean over all days.</summary>
        public double Level => days.Sum() is > 0 and var n ? sums.Sum() / n : 0;

        /// <summary>Mean on a day of the season; the level where none is known.</summary>
        public double On(int phase) => days[phase] > 0 ? sums[phase] / days[phase] : Level;

        public void Add(int phase, double units)
        {
            sums[phase] += units;
            days[phase]++;
        }

        public void Add(Donors one)
        {
            for (int p = 0; p < season; p++)
            {
                sums[p] += one.sums[p];
                days[p] += one.days[p];
            }

            Count++;
        }
    }
}
