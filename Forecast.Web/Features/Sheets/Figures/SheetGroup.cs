using Forecast.Web.Features.Board.Figures;

namespace Forecast.Web.Features.Sheets.Figures;

/// <summary>
/// Rows together: a category, a type of store, or all that was found. Expected figures add up; quantiles do not, so a group shows those
/// only where they were calibrated for it.
/// </summary>
public sealed record SheetGroup
{
    public required string Name { get; init; }

    /// <summary>The rows, sorted.</summary>
    public required IReadOnlyList<SheetRow> Rows { get; init; }

    /// <summary>The figures shown per day; null where there is none for the group.</summary>
    public required IReadOnlyList<SheetCell> Cells { get; init; }

    /// <summary>The figure over the days shown; null where there is none for the group.</summary>
    public SheetCell Sum { get; init; }

    /// <summary>Expected over the days shown, of the rows in the unit shown.</summary>
    public required double Expected { get; init; }

    public required Comparison LastWeek { get; init; }

    public required Comparison Before { get; init; }

    internal static SheetGroup Of(string name, IReadOnlyList<SheetRow> rows, SheetFigure figure, int days)
    {
        var counted = rows.Where(r => r.Factor is not null).ToList();
        var perDay = Enumerable.Range(0, days).Select(day => PerDay(counted, day)).ToList();
        double expected = counted.Sum(r => r.Sum);
        bool adds = figure == SheetFigure.Expected;
        return new SheetGroup
        {
            Name = name,
            Rows = rows,
            Cells = [.. perDay.Select(value => adds ? new SheetCell(value) : default)],
            Sum = adds && counted.Count > 0 ? new SheetCell(expected) : default,
            Expected = expected,
            LastWeek = Together(counted, r => r.LastWeek),
            Before = Together(counted, r => r.Before),
        };
    }

    /// <summary>The sum over the rows that the day is forecast for; null when there is none.</summary>
    private static double? PerDay(List<SheetRow> rows, int day)
    {
        double sum = 0;
        bool any = false;
        foreach (var row in rows)
        {
            if (row.Expected[day] is not { } value)
                continue;
            sum += value;
            any = true;
        }

        return any ? sum : null;
    }

    /// <summary>Comparisons of rows as one: what cannot be compared is left out on both sides.</summary>
    private static Comparison Together(List<SheetRow> rows, Func<SheetRow, Comparison> of) => new(
        rows.Sum(r => of(r).Ahead), rows.Sum(r => of(r).Before), rows.Sum(r => of(r).StoreDays), rows.Sum(r => of(r).StoreDaysAhead));
}
