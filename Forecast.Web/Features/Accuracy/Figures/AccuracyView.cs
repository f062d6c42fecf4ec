using Forecast.Domain.Accuracy;
using Forecast.Web.Shared;

namespace Forecast.Web.Features.Accuracy.Figures;

/// <summary>What the page shows of a reading.</summary>
public sealed record AccuracyView
{
    private AccuracyView(AccuracyReading reading)
    {
        Reading = reading;
        Sorted = AccuracyRow.Sorted(reading.Rows, reading.Selection.Sort);
        int pages = Math.Max(1, (Sorted.Count + AccuracySelection.PageSize - 1) / AccuracySelection.PageSize);
        Page = Math.Min(reading.Selection.Page, pages);
        Pages = pages;
        Total = reading.Selection.By == AccuracyBreakdown.Ahead
            ? ErrorSums.Of(reading.Rows.Where(r => r.Key == FormattableString.Invariant($"{reading.Selection.Ahead}")).Select(r => r.Sums))
            : ErrorSums.Of(reading.Rows.Select(r => r.Sums));
    }

    public AccuracyReading Reading { get; }

    public AccuracySelection Selection => Reading.Selection;

    /// <summary>All rows, the worst first.</summary>
    public IReadOnlyList<AccuracyRow> Sorted { get; }

    /// <summary>The rows of this page.</summary>
    public IEnumerable<AccuracyRow> Rows => Sorted.Skip((Page - 1) * AccuracySelection.PageSize).Take(AccuracySelection.PageSize);

    public int Page { get; }

    public int Pages { get; }

    /// <summary>Everything together; of the days ahead chosen where rows are days ahead.</summary>
    public ErrorSums Total { get; }

    public static AccuracyView Of(AccuracyReading reading) => new(reading);

    /// <summary>Measures that no row of the page has, each with the reason.</summary>
    public IReadOnlyList<(string Name, string Reason)> Undefined =>
        [.. Measure.All.Where(m => m.Ours(Total) is null)
            .Select(m => (m.Name, m.Reason(Total, Selection.Level, Reading.IsBacktest)))];

    /// <summary>What was left out and why; null where nothing was.</summary>
    public string? LeftOut => (Total.NotLoaded, Total.RanOut) switch
    {
        (0, 0) => null,
        (var missing, 0) => $"Not scored: {ItemDays(missing)} of which no sales are loaded. A day without sales loaded is never taken for "
            + "a day without a sale.",
        (0, var empty) => $"Not scored: {ItemDays(empty)} on which the shelf ran empty, so that less was sold than was wanted.",
        var (missing, empty) => $"Not scored: {ItemDays(missing)} of which no sales are loaded, and {ItemDays(empty)} on which the shelf "
            + "ran empty, so that less was sold than was wanted.",
    };

    private static string ItemDays(long count) => $"{Formats.Units(count)} item-{(count == 1 ? "day" : "days")}";
}
