using System.Globalization;
using Forecast.Domain.Forecasts;
using Forecast.Domain.Sales;
using Forecast.Web.Shared;

namespace Forecast.Web.Features.Sheets.Figures;

/// <summary>What there is to say of a row, and how its figures read.</summary>
internal static class SheetWords
{
    /// <summary>Less than this is next to nothing.</summary>
    private const double Nothing = 0.05;

    /// <summary>Days before the forecast whose unusual sales are remarked.</summary>
    private const int OutlierDays = 14;

    private const string ColdStart = "cold-start";

    /// <summary>Name of a unit in the plural.</summary>
    public static string Name(SheetUnit unit) => unit switch
    {
        SheetUnit.Cases => "cases",
        SheetUnit.Pallets => "pallets",
        _ => "units",
    };

    /// <summary>How a figure is called on a switch.</summary>
    public static string Name(SheetFigure figure) => figure switch
    {
        SheetFigure.P50 => "P50",
        SheetFigure.P90 => "P90",
        SheetFigure.Range => "Range",
        _ => "Expected",
    };

    public static string Meaning(SheetFigure figure) => figure switch
    {
        SheetFigure.P50 => "Half of such days sell less",
        SheetFigure.P90 => "Nine of ten such days sell less",
        SheetFigure.Range => "Eight of ten such days fall in here",
        _ => "The mean: what adds up over items and days",
    };

    public static string Name(SheetSort sort) => sort switch
    {
        SheetSort.Change => "Change",
        SheetSort.Before => "Forecast before",
        SheetSort.Name => "Name",
        _ => "Demand",
    };

    public static string Name(SheetFilter filter) => filter switch
    {
        SheetFilter.Promoted => "Promotion or price",
        SheetFilter.RanOut => "Ran out of stock",
        SheetFilter.Changed => "Forecast changed",
        SheetFilter.Remarked => "With a remark",
        _ => "All",
    };

    public static string Name(DemandClass demand) => demand switch
    {
        DemandClass.Smooth => "sells often, in similar amounts",
        DemandClass.Erratic => "sells often, in varying amounts",
        DemandClass.Intermittent => "sells now and then, in similar amounts",
        DemandClass.Lumpy => "sells now and then, in varying amounts",
        DemandClass.New => "new: too short a history to tell",
        DemandClass.Dead => "has stopped selling",
        _ => "may have ended",
    };

    /// <summary>Goods: none after the point; a little is not shown as nothing. Cases and pallets have a digit while they are few.</summary>
    public static string Goods(double? value, SheetUnit unit) => value switch
    {
        null => Formats.None,
        < Nothing => "0",
        < 0.5 and >= Nothing when unit == SheetUnit.Units => "<1",
        _ when unit == SheetUnit.Units => Formats.Units(value),
        _ => Formats.Pallets(value),
    };

    /// <summary>A cell's figure or range.</summary>
    public static string Goods(SheetCell cell, SheetFigure figure, SheetUnit unit)
    {
        string low = Goods(cell.Value, unit), high = Goods(cell.Upper, unit);
        return figure == SheetFigure.Range && cell.Value is not null && low != high ? $"{low}–{high}" : low;
    }

    /// <summary>A signed difference of goods.</summary>
    public static string Difference(double? value, SheetUnit unit) =>
        Formats.SignedUnits(value, unit != SheetUnit.Units && Math.Abs(value ?? 0) < 9.95 ? 1 : 0);

    public static string Price(double price) => price.ToString("N2", CultureInfo.CurrentCulture);

    /// <summary>What is worth knowing of a row, the most important first.</summary>
    public static IEnumerable<string> Remarks(SheetRow row)
    {
        var series = row.Series;
        if (series.Origin is not { } origin)
        {
            yield return "Not forecast yet";
            yield break;
        }

        if (series.Class == DemandClass.Ended)
            yield return "May have ended: nothing is forecast";
        else if (series.Class == DemandClass.Dead)
            yield return "Has stopped selling";
        else if (series.Class == DemandClass.New || series.Method == ColdStart)
            yield return "New: borrowed from similar items";
        if (row.RanOut.Count > 0)
            yield return $"Ran out {Days(row.RanOut)}";
        var outliers = series.Remarks.Where(r => r.Kind == SalesRemarkKind.Outlier && r.Day > origin.AddDays(-OutlierDays))
            .Select(r => r.Day).ToList();
        if (outliers.Count > 0)
            yield return $"Unusual sales {Days(outliers)}";
    }

    /// <summary>Promotions and prices of the days shown.</summary>
    public static IEnumerable<string> Plans(SheetRow row, IReadOnlyList<DateOnly> days)
    {
        var promoted = days.Where((_, i) => row.Marks[i].HasFlag(SheetMark.Promotion)).ToList();
        var priced = days.Where((_, i) => row.Marks[i].HasFlag(SheetMark.Price)).ToList();
        string price = priced.Count > 0 && SheetRow.OtherPrice(row.Series, priced[0]) is { } other
            ? $"{Price(other.Then)} instead of {Price(other.Usual)}"
            : "";
        if (promoted.Count > 0 && promoted.SequenceEqual(priced))
        {
            yield return $"Promotion at {price}, {Days(promoted)}";
            yield break;
        }

        if (promoted.Count > 0)
            yield return $"Promotion {Days(promoted)}";
        if (priced.Count > 0)
            yield return $"Price {price}, {Days(priced)}";
    }

    /// <summary>"Fri 20 Nov", "Fri 20 Nov to Sun 22 Nov", "Fri 20 Nov and 2 more days".</summary>
    private static string Days(IReadOnlyList<DateOnly> days) => days switch
    {
        [var only] => Formats.Day(only),
        _ when days[^1].DayNumber - days[0].DayNumber == days.Count - 1 => $"{Formats.Day(days[0])} to {Formats.Day(days[^1])}",
        _ => $"{Formats.Day(days[0])} and {Formats.Count(days.Count - 1, "more day")}",
    };
}
