using Forecast.Training.Explanations;

namespace Forecast.Web.Features.Drivers.Figures;

/// <summary>A store or an item that the forecast is made of.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Units">Expected units over the days shown.</param>
/// <param name="Share">Part of the forecast; null when nothing is expected.</param>
/// <param name="Selection">The selection that explains it alone.</param>
public sealed record PartRow(string Name, double Units, double? Share, DriversSelection Selection)
{
    /// <summary>The parts of an explanation, largest first.</summary>
    /// <param name="scope">The selection.</param>
    /// <param name="explanation">Its explanation.</param>
    /// <param name="days">The places of the days shown among those explained.</param>
    internal static IReadOnlyList<PartRow> Of(DriversScope scope, ForecastExplanation explanation, IReadOnlyList<int> days)
    {
        var series = explanation.Series;
        if (series.Count < 2)
            return [];
        double total = series.Sum(Units);
        bool byItem = scope.View.Stores.Count == 1;
        var stores = scope.Board.Stores.ToDictionary(s => s.Id);
        return
        [
            .. series.GroupBy(s => byItem ? s.ItemId : s.StoreId)
                .Select(g => Row(g.Key, g.Sum(Units)))
                .OrderByDescending(r => r.Units).ThenBy(r => r.Name, StringComparer.CurrentCulture),
        ];

        double Units(ExplainedSeries one) => days.Sum(day => one.Units[day]);

        PartRow Row(int id, double units)
        {
            double? share = total > 0 ? units / total : null;
            if (!byItem)
                return new PartRow(stores[id].Name, units, share, scope.Selection with { StoreCodes = [stores[id].Code] });
            var item = scope.Board.Items.GetValueOrDefault(id);
            return new PartRow(item?.Name ?? $"Item {id}", units, share, scope.Selection with { ItemCode = item?.Code, Category = null });
        }
    }
}
