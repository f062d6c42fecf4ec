using Forecast.Training.Panels;


namespace Forecast.Training.Boosting.Global;

/// <summary>
/// Which columns can say anything, over all panels learned from. What is known of the horizon decides whether the target day's promotion,
/// price and opening may be learned from: a model that saw them in the past but will not see them ahead would be blind.
/// </summary>
internal sealed class GlobalColumns
{
    private const int MostCodes = FeatureBins.MostValueBins;

    private readonly HashSet<Needs> met = [Needs.Nothing];
    private readonly HashSet<int> stores = [], categories = [], items = [];

    internal void Add(GlobalPanel global)
    {
        var panel = global.Panel;
        Meet(Needs.Promotion, KnownAhead(panel, panel.Promotion));
        Meet(Needs.KnownPrice, KnownAhead(panel, panel.Price));
        Meet(Needs.Price, panel.Price is not null);
        Meet(Needs.Open, KnownAhead(panel, panel.Open));
        Meet(Needs.Holidays, global.Holidays is not null);
        Meet(Needs.StoreGroup, global.Stores is not null);
        Meet(Needs.CategoryGroup, global.Categories is not null);
        foreach (var series in panel.Series)
        {
            stores.Add(series.Store);
            categories.Add(series.Category);
            items.Add(series.Item);
        }
    }

    /// <summary>The columns to use, in their order.</summary>
    internal int[] Used() => [.. Enumerable.Range(0, GlobalFeatures.All.Length).Where(f => IsMet(GlobalFeatures.All[f].Needs))];

    private void Meet(Needs need, bool here)
    {
        if (here)
            met.Add(need);
    }

    private bool IsMet(Needs need) => need switch
    {
        Needs.StoreCode => Codes(stores),
        Needs.CategoryCode => Codes(categories),
        Needs.ItemCode => Codes(items),
        _ => met.Contains(need),
    };

    /// <summary>
    /// A code is a column of its own if there are several and each fits a bin; beyond that, the pooled histories speak for them.
    /// </summary>
    private static bool Codes(HashSet<int> codes) => codes.Count is > 1 and <= MostCodes;

    private static bool KnownAhead(Panel panel, float[]? values)
    {
        if (values is null || panel.Horizon == 0)
            return false;
        int width = panel.Days + panel.Horizon;
        for (int s = 0; s < panel.Series.Count; s++)
        {
            if (values.AsSpan((s * width) + panel.Days, panel.Horizon).IndexOfAnyExcept(float.NaN) >= 0)
                return true;
        }

        return false;
    }
}
