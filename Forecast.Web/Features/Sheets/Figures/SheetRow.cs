using System.Runtime.InteropServices;
using Forecast.Web.Features.Board.Figures;
using Forecast.Web.Features.Sheets.Reading;

namespace Forecast.Web.Features.Sheets.Figures;

/// <summary>One series over the days shown, in the unit shown.</summary>
public sealed record SheetRow
{
    /// <summary>Relative difference of prices up to which they are the same.</summary>
    private const double SamePrice = 0.005;

    /// <summary>Days before the forecast of which it is said that the shelf ran empty.</summary>
    private const int RanOutDays = 14;

    public required SheetSeries Series { get; init; }

    /// <summary>Code of the item or store that the row is of.</summary>
    public required string Key { get; init; }

    public required string Name { get; init; }

    /// <summary>Category of the item or type of the store, as it is called on screen.</summary>
    public required string Group { get; init; }

    /// <summary>Units in one of the unit shown; null when the item's is not known, and then the row is in units.</summary>
    public required double? Factor { get; init; }

    /// <summary>Expected per day; null where no forecast reaches.</summary>
    public required IReadOnlyList<double?> Expected { get; init; }

    /// <summary>The figures shown per day; null where no forecast reaches.</summary>
    public required IReadOnlyList<SheetCell> Cells { get; init; }

    /// <summary>Marks per day.</summary>
    public required IReadOnlyList<SheetMark> Marks { get; init; }

    /// <summary>Expected over the days shown, in the unit shown.</summary>
    public double Sum { get; init; }

    /// <summary>The next seven days against the last seven, in the unit shown.</summary>
    public required Comparison LastWeek { get; init; }

    /// <summary>Days shown against what the forecast before expected of them, in the unit shown.</summary>
    public required Comparison Before { get; init; }

    /// <summary>Days of the last two weeks before the forecast on which the shelf ran empty.</summary>
    public required IReadOnlyList<DateOnly> RanOut { get; init; }

    internal static SheetRow Of(SheetSeries series, bool ofItems, SheetSelection selection, IReadOnlyList<DateOnly> days)
    {
        double? factor = selection.Unit switch
        {
            SheetUnit.Cases => series.Item.UnitsPerCase,
            SheetUnit.Pallets => series.Item.UnitsPerPallet,
            _ => 1,
        };
        double by = factor ?? 1;
        double?[] expected = [.. days.Select(day => Known(series.Mean.On(day) / by))];
        var week = days.Take(BoardSelection.Week);
        return new SheetRow
        {
            Series = series,
            Key = ofItems ? series.Item.Code : series.Store.Code,
            Name = ofItems ? series.Item.Name : series.Store.Name,
            Group = ofItems ? BreakdownRow.CategoryName(series.Item.Category) : TypeName(series.Store.Type),
            Factor = factor,
            Expected = expected,
            Cells = [.. days.Select(day => Cell(series, selection.Figure, day, by))],
            Marks = [.. days.Select(day => MarksOf(series, day))],
            Sum = expected.Sum() ?? 0,
            LastWeek = Comparison.Of(week.Select(day => (series.Mean.On(day) / by, series.SoldOnLastSameWeekday(day) / by))),
            Before = Comparison.Of(days.Select(day => (series.Mean.On(day) / by, series.Before.On(day) / by))),
            RanOut = series.Origin is { } origin
                ? [.. Enumerable.Range(1 - RanOutDays, RanOutDays).Select(origin.AddDays).Where(day => series.StockedOut.On(day) > 0)]
                : [],
        };
    }

    /// <summary>The price of a day where it differs from the last one known before the forecast, with that one; otherwise null.</summary>
    internal static (double Usual, double Then)? OtherPrice(SheetSeries series, DateOnly day)
    {
        double then = series.Price.On(day);
        return series.Origin is { } origin && !double.IsNaN(then) && series.Price.LastUpTo(origin) is { } usual
            && Math.Abs(then - usual) > SamePrice * usual
            ? (usual, then)
            : null;
    }

    private static SheetMark MarksOf(SheetSeries series, DateOnly day) =>
        (series.Promotion.On(day) > 0 ? SheetMark.Promotion : SheetMark.None)
            | (OtherPrice(series, day) is null ? SheetMark.None : SheetMark.Price);

    private static SheetCell Cell(SheetSeries series, SheetFigure figure, DateOnly day, double by) => figure switch
    {
        SheetFigure.P50 => new SheetCell(Known(series.P50.On(day) / by)),
        SheetFigure.P90 => new SheetCell(Known(series.P90.On(day) / by)),
        SheetFigure.Range => new SheetCell(Known(series.P10.On(day) / by), Known(series.P90.On(day) / by)),
        _ => new SheetCell(Known(series.Mean.On(day) / by)),
    };

    private static string TypeName(string type) => type.Length == 0 ? "No type" : type;

    private static double? Known(double value) => double.IsNaN(value) ? null : value;
}

/// <summary>What a cell shows: one figure, or the ends of a range; null where there is none.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct SheetCell(double? Value, double? Upper = null);
