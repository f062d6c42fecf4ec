using Forecast.Domain.Forecasts;
using Forecast.Web.Features.Board.Figures;
using Forecast.Web.Features.Sheets.Reading;

namespace Forecast.Web.Features.Sheets.Figures;

/// <summary>A sheet as one selection shows it, worked out: components and files only print it.</summary>
public sealed record SheetView
{
    /// <summary>Rows on a page.</summary>
    public const int PageRows = 200;

    public required Sheet Sheet { get; init; }

    public required SheetSelection Selection { get; init; }

    /// <summary>The days shown.</summary>
    public required IReadOnlyList<DateOnly> Days { get; init; }

    /// <summary>Names of all groups of the sheet.</summary>
    public required IReadOnlyList<string> GroupNames { get; init; }

    /// <summary>The groups found, sorted, each with its rows.</summary>
    public required IReadOnlyList<SheetGroup> Groups { get; init; }

    /// <summary>All that was found together.</summary>
    public required SheetGroup Total { get; init; }

    /// <summary>Rows of this page, group by group; a folded group has none.</summary>
    public required IReadOnlyList<(SheetGroup Group, IReadOnlyList<SheetRow> Rows)> Shown { get; init; }

    /// <summary>Pages of rows.</summary>
    public required int Pages { get; init; }

    /// <summary>The day chosen on a row of the sheet; null when none is.</summary>
    public (SheetRow Row, DateOnly Day)? Chosen { get; init; }

    /// <summary>Rows found.</summary>
    public int Found => Total.Rows.Count;

    /// <summary>Whether all of the sheet is found.</summary>
    public bool IsWhole => Found == Sheet.Series.Count;

    /// <summary>Whether rows stand in groups: with a single one, its row would only repeat the total.</summary>
    public bool IsGrouped => GroupNames.Count > 1;

    /// <summary>Rows that are in units, because the unit chosen is not known of their items.</summary>
    public IReadOnlyList<SheetRow> InUnits => [.. Total.Rows.Where(r => r.Factor is null)];

    /// <summary>Rows found that no forecast covers.</summary>
    public int NotForecast => Total.Rows.Count(r => r.Series.Origin is null);

    public static SheetView From(Sheet sheet, SheetSelection selection)
    {
        ArgumentNullException.ThrowIfNull(sheet);
        ArgumentNullException.ThrowIfNull(selection);
        var first = FirstDay(sheet);
        DateOnly[] days = [.. Enumerable.Range(0, selection.Days).Select(first.AddDays)];
        var all = sheet.Series.Select(s => SheetRow.Of(s, sheet.Item is null, selection, days)).ToList();
        List<SheetRow> found = [.. Sorted(all.Where(row => Matches(row, selection)), selection.Sort)];
        var names = all.Select(r => r.Group).Distinct(StringComparer.Ordinal).Order(StringComparer.CurrentCulture).ToList();
        List<SheetGroup> groups =
        [
            .. Sorted(
                found.GroupBy(r => r.Group, StringComparer.Ordinal)
                    .Select(g => SheetGroup.Of(g.Key, [.. g], selection.Figure, days.Length)),
                selection.Sort),
        ];
        bool whole = found.Count == all.Count;
        var total = SheetGroup.Of("", found, selection.Figure, days.Length);
        var lines = names.Count == 1 ? found : groups.Where(g => !selection.IsFolded(g.Name)).SelectMany(g => g.Rows).ToList();
        int pages = Math.Max(1, (lines.Count + PageRows - 1) / PageRows), page = Math.Min(selection.Page, pages);
        var onPage = lines.Skip((page - 1) * PageRows).Take(PageRows).ToHashSet();
        return new SheetView
        {
            Sheet = sheet,
            Selection = selection with { Page = page },
            Days = days,
            GroupNames = names,
            Groups = groups,
            Total = whole && selection.Unit == SheetUnit.Units && sheet.Store?.Outlook is { } outlook
                ? Calibrated(total, outlook, selection.Figure, days)
                : total,
            Shown = [.. groups.Select(g => (g, (IReadOnlyList<SheetRow>)[.. g.Rows.Where(onPage.Contains)]))
                .Where(g => g.Item2.Count > 0 || (page == 1 && selection.IsFolded(g.g.Name)))],
            Pages = pages,
            Chosen = selection is { Key: { } key, Day: { } day } && days.Contains(day) && all.Find(r => r.Key == key) is { } chosen
                ? (chosen, day)
                : null,
        };
    }

    /// <summary>Today, as long as a forecast covers it; otherwise the first day of the newest forecast, as on the board.</summary>
    private static DateOnly FirstDay(Sheet sheet) =>
        sheet.Origin is { } origin && sheet.Series.All(s => double.IsNaN(s.Mean.On(sheet.Today))) ? origin.AddDays(1) : sheet.Today;

    /// <summary>The store's own interval, which was calibrated for its total.</summary>
    private static SheetGroup Calibrated(SheetGroup total, StoreOutlook outlook, SheetFigure figure, DateOnly[] days)
    {
        if (figure == SheetFigure.Expected)
            return total;
        var sum = BacktestSums.Of([outlook]).Total(total.Expected, days[0].DayNumber - outlook.Origin.DayNumber - 1, days.Length);
        return total with
        {
            Cells = [.. days.Select(day => figure switch
            {
                SheetFigure.P50 => new SheetCell(On(outlook.P50, day)),
                SheetFigure.P90 => new SheetCell(On(outlook.P90, day)),
                _ => new SheetCell(On(outlook.P10, day), On(outlook.P90, day)),
            })],
            Sum = figure switch
            {
                SheetFigure.P90 => new SheetCell(sum?.Upper),
                SheetFigure.Range => new SheetCell(sum?.Lower, sum?.Upper),
                _ => default,
            },
        };

        double? On(float[] path, DateOnly day) => outlook.Ahead(path, day) is var value && double.IsNaN(value) ? null : value;
    }

    private static bool Matches(SheetRow row, SheetSelection selection) =>
        (selection.Group is null || row.Group == selection.Group)
        && (selection.Find.Length == 0 || row.Name.Contains(selection.Find, StringComparison.CurrentCultureIgnoreCase)
            || row.Key.Contains(selection.Find, StringComparison.OrdinalIgnoreCase))
        && selection.Filter switch
        {
            SheetFilter.Promoted => row.Marks.Any(mark => mark != SheetMark.None),
            SheetFilter.RanOut => row.RanOut.Count > 0,
            SheetFilter.Changed => Math.Abs(row.Before.Change * (row.Factor ?? 1) ?? 0) >= 0.5,
            SheetFilter.Remarked => SheetWords.Remarks(row).Any(),
            _ => true,
        };

    private static IEnumerable<SheetRow> Sorted(IEnumerable<SheetRow> rows, SheetSort sort) => sort == SheetSort.Name
        ? rows.OrderBy(r => r.Name, StringComparer.CurrentCulture).ThenBy(r => r.Key, StringComparer.Ordinal)
        // Rows that stay in units would rank among cases and pallets by figures that cannot be compared.
        : rows.OrderByDescending(r => r.Factor is not null).ThenByDescending(r => Measure(sort, r.Sum, r.LastWeek, r.Before))
            .ThenBy(r => r.Name, StringComparer.CurrentCulture).ThenBy(r => r.Key, StringComparer.Ordinal);

    private static IEnumerable<SheetGroup> Sorted(IEnumerable<SheetGroup> groups, SheetSort sort) => sort == SheetSort.Name
        ? groups.OrderBy(g => g.Name, StringComparer.CurrentCulture)
        : groups.OrderByDescending(g => Measure(sort, g.Expected, g.LastWeek, g.Before)).ThenBy(g => g.Name, StringComparer.CurrentCulture);

    private static double Measure(SheetSort sort, double expected, Comparison lastWeek, Comparison before) => sort switch
    {
        SheetSort.Change => Math.Abs(lastWeek.Change ?? 0),
        SheetSort.Before => Math.Abs(before.Change ?? 0),
        _ => expected,
    };
}
