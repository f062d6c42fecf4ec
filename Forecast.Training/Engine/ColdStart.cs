using Forecast.Domain.Forecasts;

namespace Forecast.Training.Engine;

/// <summary>
/// Forecasts of series with little history of their own: the same item elsewhere, sized by how this store sells what both sell; without the
/// item anywhere, the average item of its category in this store. The own forecast takes over as days come in.
/// </summary>
internal sealed class ColdStart
{
    /// <summary>Known days at which the own forecast weighs as much as the donors'.</summary>
    private const double HandOverDays = 14;

    private readonly FittedPanel fitted;
    private readonly float[] mean;
    private readonly int horizon;
    private readonly Dictionary<int, (double[] Path, int Count)> items = [];
    private readonly Dictionary<(int Store, int Category), (double[] Path, int Count)> shelves = [];
    private readonly Dictionary<int, (double[] Path, int Count)> categories = [];
    private readonly Dictionary<int, (double Own, double Usual)> stores = [];

    private ColdStart(FittedPanel fitted, float[] mean)
    {
        (this.fitted, this.mean) = (fitted, mean);
        horizon = fitted.Horizon;
    }

    /// <summary>Replaces the mean paths of new series in place; returns per series how (null: not new, or no donor).</summary>
    public static string?[] Apply(FittedPanel fitted, float[] mean)
    {
        var reasons = new string?[fitted.Classes.Length];
        if (!fitted.Classes.Contains(DemandClass.New))
            return reasons;
        var start = new ColdStart(fitted, mean);
        start.Collect();
        for (int s = 0; s < reasons.Length; s++)
        {
            if (fitted.Classes[s] == DemandClass.New)
                reasons[s] = start.Borrow(s);
        }

        return reasons;
    }

    private void Collect()
    {
        for (int s = 0; s < fitted.Classes.Length; s++)
        {
            if (fitted.Classes[s] is DemandClass.New or DemandClass.Dead)
                continue;
            var series = fitted.Series[s];
            Add(items, series.Item, s);
            Add(shelves, (series.Store, series.Category), s);
            Add(categories, series.Category, s);
        }

        for (int s = 0; s < fitted.Classes.Length; s++)
        {
            var series = fitted.Series[s];
            if (fitted.Classes[s] is DemandClass.New or DemandClass.Dead || !items.TryGetValue(series.Item, out var item) || item.Count < 2)
                continue;
            var (own, usual) = stores.GetValueOrDefault(series.Store);
            stores[series.Store] = (own + Total(s), usual + item.Path.Sum() / item.Count);
        }
    }

    private void Add<TKey>(Dictionary<TKey, (double[] Path, int Count)> groups, TKey key, int series)
        where TKey : notnull
    {
        if (!groups.TryGetValue(key, out var group))
            group = (new double[horizon], 0);
        for (int h = 0; h < horizon; h++)
            group.Path[h] += mean[series * horizon + h];
        groups[key] = (group.Path, group.Count + 1);
    }

    private double Total(int series)
    {
        double total = 0;
        foreach (float m in mean.AsSpan(series * horizon, horizon))
            total += m;
        return total;
    }

    private string? Borrow(int s)
    {
        var series = fitted.Series[s];
        var (own, usual) = stores.GetValueOrDefault(series.Store);
        double size = own > 0 && usual > 0 ? own / usual : 1;
        (double[] Path, int Count) donors;
        string from;
        if (series.Item >= 0 && items.TryGetValue(series.Item, out donors))
            from = $"the same item in {donors.Count} other store{(donors.Count == 1 ? "" : "s")}";
        else if (shelves.TryGetValue((series.Store, series.Category), out donors))
            (from, size) = ($"{donors.Count} item{(donors.Count == 1 ? "" : "s")} of its category in this store", 1);
        else if (categories.TryGetValue(series.Category, out donors))
            from = $"{donors.Count} series of its category";
        else
            return null;

        double share = fitted.KnownDays[s] / (fitted.KnownDays[s] + HandOverDays);
        for (int h = 0; h < horizon; h++)
        {
            ref float m = ref mean[s * horizon + h];
            m = (float)(share * m + (1 - share) * size * donors.Path[h] / donors.Count);
        }

        return $"New: {fitted.KnownDays[s]} known days; {Math.Round(100 * (1 - share)):0} % of the forecast comes from {from}.";
    }
}
