using Forecast.Domain.Forecasts;
using Forecast.Web.Features.Board.Reading;

namespace Forecast.Web.Features.Board.Figures;

/// <summary>One category or item of the selection, for the first seven days of the forecast.</summary>
/// <param name="Name">Name on screen.</param>
/// <param name="Code">Code of an item; empty for a category.</param>
/// <param name="Units">Expected units.</param>
/// <param name="LastWeek">Expected units beside those sold in the seven days before, over the stores whose seven days are all
/// loaded.</param>
/// <param name="Share">Part of the selection's units.</param>
public sealed record BreakdownRow(string Name, string Code, double Units, Comparison LastWeek, double? Share)
{
    private const string NoCategory = "No category";

    /// <summary>Whether the name is that of a category or an item, and not of what has none.</summary>
    public bool IsNamed => Name != NoCategory;

    /// <summary>What a category is called on screen.</summary>
    internal static string CategoryName(string category) => category.Length == 0 ? NoCategory : category;
}

/// <summary>What the demand of the selection consists of, largest first.</summary>
public sealed record Breakdown(IReadOnlyList<BreakdownRow> Categories, IReadOnlyList<BreakdownRow> Items)
{
    internal static Breakdown Of(IReadOnlyList<StoreOutlook> outlooks, IReadOnlyDictionary<int, BoardItem> names)
    {
        var categories = new Dictionary<string, List<(double Ahead, double Before)>>(StringComparer.Ordinal);
        var items = new Dictionary<int, List<(double Ahead, double Before)>>();
        foreach (var outlook in outlooks)
        {
            int horizon = outlook.Mean.Length;
            bool comparable = Array.TrueForAll(outlook.Sales[^BoardSelection.Week..], sold => !float.IsNaN(sold));
            for (int c = 0; c < outlook.Categories.Length; c++)
            {
                double week = 0;
                for (int step = 0; step < Math.Min(BoardSelection.Week, horizon); step++)
                    week += outlook.CategoryMean[c * horizon + step];
                Add(categories, outlook.Categories[c], week, comparable ? outlook.CategoryLastWeek[c] : double.NaN);
            }

            for (int i = 0; i < outlook.ItemIds.Length; i++)
                Add(items, outlook.ItemIds[i], outlook.ItemNextWeek[i], comparable ? outlook.ItemLastWeek[i] : double.NaN);
        }

        return new Breakdown(
            Rows(categories, category => (BreakdownRow.CategoryName(category), "")),
            Rows(items, id => names.TryGetValue(id, out var item) ? (item.Name, item.Code) : ($"Item {id}", "")));
    }

    private static void Add<TKey>(Dictionary<TKey, List<(double Ahead, double Before)>> sums, TKey key, double ahead, double before)
        where TKey : notnull
    {
        if (!sums.TryGetValue(key, out var stores))
            sums[key] = stores = [];
        stores.Add((ahead, before));
    }

    private static IReadOnlyList<BreakdownRow> Rows<TKey>(
        Dictionary<TKey, List<(double Ahead, double Before)>> sums, Func<TKey, (string Name, string Code)> name)
        where TKey : notnull
    {
        double total = sums.Values.Sum(stores => stores.Sum(s => s.Ahead));
        return [.. sums
            .Select(s =>
            {
                double units = s.Value.Sum(store => store.Ahead);
                return new BreakdownRow(
                    name(s.Key).Name, name(s.Key).Code, units, Comparison.Of(s.Value), total > 0 ? units / total : null);
            })
            .OrderByDescending(r => r.Units).ThenBy(r => r.Name, StringComparer.CurrentCulture)];
    }
}
