using Forecast.Domain.Sales;
using Forecast.Web.Features.Sheets.Reading;
using Forecast.Web.Shared;

namespace Forecast.Web.Features.Sheets.Figures;

/// <summary>Everything known of one row and day, in units.</summary>
public sealed record CellDetail
{
    public required SheetSeries Series { get; init; }

    public required DateOnly Day { get; init; }

    public required double? Expected { get; init; }

    public required double? P10 { get; init; }

    public required double? P50 { get; init; }

    public required double? P90 { get; init; }

    /// <summary>Units sold on the same weekday of the last seven days; null when not loaded.</summary>
    public required double? LastWeek { get; init; }

    /// <summary>What the forecast shown before expected.</summary>
    public required double? Before { get; init; }

    /// <summary>Holiday, promotion, price and what else there is to say.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    internal static CellDetail Of(Sheet sheet, SheetRow row, DateOnly day)
    {
        var series = row.Series;
        return new CellDetail
        {
            Series = series,
            Day = day,
            Expected = Known(series.Mean.On(day)),
            P10 = Known(series.P10.On(day)),
            P50 = Known(series.P50.On(day)),
            P90 = Known(series.P90.On(day)),
            LastWeek = Known(series.SoldOnLastSameWeekday(day)),
            Before = Known(series.Before.On(day)),
            Notes = [.. NotesOf(sheet, row, day)],
        };
    }

    private static IEnumerable<string> NotesOf(Sheet sheet, SheetRow row, DateOnly day)
    {
        if (sheet.Closed.Contains(day))
            yield return "The store is closed on this day";
        foreach (var holiday in sheet.Holidays.Where(h => h.Day == day))
            yield return holiday.Name;
        if (row.Series.Promotion.On(day) > 0)
            yield return "Promotion";
        if (SheetRow.OtherPrice(row.Series, day) is { } other)
            yield return $"Price {SheetWords.Price(other.Then)} instead of {SheetWords.Price(other.Usual)}";
        foreach (var stockOut in row.Series.Remarks.Where(r => r.Kind == SalesRemarkKind.StockOut && row.RanOut.Contains(r.Day)))
            yield return $"Ran out on {Formats.Day(stockOut.Day)}: {Formats.Units(stockOut.Sold)} sold, demand estimated at "
                + Formats.Units(stockOut.Suggested);
        foreach (var remark in SheetWords.Remarks(row))
            yield return remark;
    }

    private static double? Known(double value) => double.IsNaN(value) ? null : value;
}
