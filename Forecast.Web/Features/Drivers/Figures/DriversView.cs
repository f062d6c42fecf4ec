using Forecast.Training.Boosting.Global;
using Forecast.Training.Explanations;
using Forecast.Web.Shared;

namespace Forecast.Web.Features.Drivers.Figures;

/// <summary>Everything the page shows of an explanation, worked out: components only print it.</summary>
public sealed record DriversView
{
    /// <summary>Units a day below which whole ones, or even tenths, would hide what there is to see.</summary>
    private const double Few = 20, VeryFew = 2;

    public required DriversScope Scope { get; init; }

    public required ForecastExplanation Explanation { get; init; }

    /// <summary>One column per day shown.</summary>
    public required IReadOnlyList<DriverColumn> Days { get; init; }

    /// <summary>All days shown together.</summary>
    public required DriverColumn Total { get; init; }

    /// <summary>The day looked at, or all days.</summary>
    public required DriverColumn Chosen { get; init; }

    /// <summary>The drivers that do something, in the order of the table.</summary>
    public required IReadOnlyList<DemandDriver> Drivers { get; init; }

    /// <summary>The drivers at work on some days only that touch none of these.</summary>
    public required IReadOnlyList<DemandDriver> Absent { get; init; }

    /// <summary>What to know before trusting the figures, a sentence each; the same on the page and in its file.</summary>
    public IReadOnlyList<string> Remarks =>
    [
        .. Explanation.Unexplained.GroupBy(left => left.Value, left => left.Key).OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => $"Not explained: {Formats.List(Names(g), 5)}, because {g.Key}."),
        .. Explanation.HasChanged
            ? (string[])[$"{Since} changed after this forecast was made; the reasons are of what the same models expect now."]
            : [],
    ];

    /// <summary>Digits after the point: none where goods are counted in numbers.</summary>
    public required int Digits { get; init; }

    /// <summary>What the forecast is made of, largest first: the items of one store, otherwise the stores.</summary>
    public required IReadOnlyList<PartRow> Parts { get; init; }

    private string Since => Explanation.ChangedSince is { } day ? $"Sales or plans since {Formats.Day(day, Scope.Board.Today)} were"
        : "Sales or plans were";

    private List<string> Names(IEnumerable<int> storeIds) =>
        [.. Scope.Board.Stores.Where(s => storeIds.Contains(s.Id)).Select(s => s.Name)];

    /// <summary>Null when no day of the explanation is one that the board shows.</summary>
    internal static DriversView? Of(DriversScope scope, ForecastExplanation explanation)
    {
        var shown = scope.View.Days.ToHashSet();
        var explained = explanation.Days.Where(d => shown.Contains(d.Day)).ToList();
        if (explained.Count == 0)
            return null;
        List<DriverColumn> days = [.. explained.Select(DriverColumn.Of)];
        var holidays = explained.Where(d => d.ByDriver.GetValueOrDefault(DemandDriver.Holiday) != 0).Select(d => d.Holiday?.Name)
            .OfType<string>();
        var total = DriverColumn.Sum(days, holidays);
        int digits = days.Max(d => Math.Max(d.Mean, d.Exact[DemandDriver.Base])) switch { < VeryFew => 2, < Few => 1, _ => 0 };
        days = days.ConvertAll(d => d.Rounded(digits));
        total = total.Rounded(digits);
        var absent = DriverWords.InOrder.Where(driver => DriverWords.IsEvent(driver) && days.TrueForAll(d => d.Shown[driver] == 0))
            .ToList();
        return new DriversView
        {
            Scope = scope,
            Explanation = explanation,
            Days = days,
            Total = total,
            Chosen = days.Find(d => d.Day == scope.Selection.Day) ?? total,
            Drivers = [.. DriverWords.InOrder.Except(absent)],
            Absent = absent,
            Digits = digits,
            Parts = PartRow.Of(
                scope, explanation, [.. Enumerable.Range(0, explanation.Days.Count).Where(i => shown.Contains(explanation.Days[i].Day))]),
        };
    }
}
