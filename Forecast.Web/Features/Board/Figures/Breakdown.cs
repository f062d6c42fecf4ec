using Forecast.Domain.Forecasts;
using Forecast.Web.Features.Board.Reading;

namespace Forecast.Web.Features.Board.Figures;

/// <summary>One category or item of the selection, for the first seven days of the forecast.</summary>
/// <param name="Name">Name on screen.</param>
/// <param name="Code">Code of an item; empty for a category.</param>
/// <param name="Units">Expected units.</param>
/// <param name="LastWeek">Units sold in the seven days before; null when not known.</param>
/// <param name="Share">Part of the selection's units.</param>
public sealed record BreakdownRow(string Name, string Code, double Units, double? LastWeek, double? Share)
{
    public double? Change => Units - LastWeek;

    public double? Ratio => LastWeek is > 0 and { } before ? (Units - before) / before : null;
}

/// <summary>What the demand of the selection consists of, largest first.</summary>
public sealed record Breakdown(IReadOnlyList<BreakdownRow> Categories, IReadOnlyList<BreakdownRow> Items)
{
    internal static Breakdown Of(IReadOnlyList<StoreOutlook> outlooks, IReadOnlyDictionary<int, BoardItem> names)
    {
        var categories = new Dictionary<string, Sum>(StringComparer.Ordinal);
        var items = new Dictionary<int, Sum>();
        foreach (var outlook in outlooks)
        {
            int horizon = outlook.Mean.Length;
            for (int c = 0; c < outlook.Categories.Length; c++)
            {
                double week = 0;
                for (int step = 0; step < Math.Min(BoardSelection.Week, horizon); step++)
                    week += outlook.CategoryMean[c * horizon + step];
                Add(categories, outlook.Categories[c], week, outlook.CategoryLastWeek[c]);
            }

            for (int i = 0; i < outlook.ItemIds.Length; i++)
                Add(items, outlook.ItemIds[i], outlook.ItemNextWeek[i], outlook.ItemLastWeek[i]);
        }

        return new Breakdown(
            Rows(categories, category => (category.Length == 0 ? "No category" : category, "")),
            Rows(items, id => names.TryGetValue(id, out var item) ? (item.Name, item.Code) : ($"Item {id}", "")));
    }

    private static void Add<TKey>(Dictionary<TKey, Sum> sums, TKey key, double units, double lastWeek)
        where TKey : notnull
    {
        if (!sums.TryGetValue(key, out var sum))
            sums[key] = sum = new Sum();
        sum.Units += units;
        if (double.IsNaN(lastWeek))
            return;
        sum.LastWeek += lastWeek;
        sum.Known = true;
    }

    private static IReadOnlyList<BreakdownRow> Rows<TKey>(Dictionary<TKey, Sum> sums, Func<TKey, (string Name, string Code)> name)
        where TKey : notnull
    {
        double total = sums.Values.Sum(s => s.Units);
        return [.. sums
            .Select(s => new BreakdownRow(name(s.Key).Name, name(s.Key).Code, s.Value.Units, s.Value.Known ? s.Value.LastWeek : null, total > 0 ? s.Value.Units / total : null))
            .OrderByDescending(r => r.Units).ThenBy(r => r.Name, StringComparer.CurrentCulture)];
    }

    private sealed class Sum
    {
        public double Units { get; set; }

        public double LastWeek { get; set; }

        public bool Known { get; set; }
    }
}
