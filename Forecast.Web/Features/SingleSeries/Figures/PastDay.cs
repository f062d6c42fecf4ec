using Forecast.Domain.Sales;
using Forecast.Web.Features.Sheets.Figures;
using Forecast.Web.Features.Sheets.Reading;
using Forecast.Web.Shared;

namespace Forecast.Web.Features.SingleSeries.Figures;

/// <summary>A day that is over, beside what was forecast of it. Units; null is what is not known or not kept.</summary>
/// <param name="Day">The day.</param>
/// <param name="Sold">Units sold.</param>
/// <param name="Expected">Units expected, one for each of <see cref="Aheads"/>.</param>
/// <param name="Notes">Holiday, promotion, price, stock-out with the demand estimated, unusual sales.</param>
public sealed record PastDay(DateOnly Day, double? Sold, IReadOnlyList<double?> Expected, IReadOnlyList<string> Notes)
{
    /// <summary>Days ahead that are compared.</summary>
    public static IReadOnlyList<int> Aheads { get; } = [1, 3, SeriesReader.MostAhead];

    /// <summary>The last four weeks, newest day first.</summary>
    internal static IReadOnlyList<PastDay> Of(Sheet sheet)
    {
        var series = sheet.Series[0];
        return sheet.Origin is { } origin
            ? [.. Enumerable.Range(0, SeriesReader.PastDays).Select(back => Of(sheet, series, origin.AddDays(-back)))]
            : [];
    }

    private static PastDay Of(Sheet sheet, SheetSeries series, DateOnly day) => new(
        day,
        series.Sold.On(day) is var sold && double.IsNaN(sold) ? null : sold,
        [.. Aheads.Select(ahead => sheet.Past?.Expected(day, ahead))],
        [.. NotesOf(sheet, series, day)]);

    private static IEnumerable<string> NotesOf(Sheet sheet, SheetSeries series, DateOnly day)
    {
        foreach (var holiday in sheet.Holidays.Where(h => h.Day == day))
            yield return holiday.Name;
        if (series.Promotion.On(day) > 0)
            yield return "Promotion";
        if (SheetRow.OtherPrice(series, day) is { } price)
            yield return $"Price {SheetWords.Price(price.Then)}";
        var remark = series.Remarks.FirstOrDefault(r => r.Day == day);
        if (remark is { Kind: SalesRemarkKind.StockOut })
            yield return $"Ran out: demand estimated at {Formats.Units(remark.Suggested)}";
        else if (series.StockedOut.On(day) > 0)
            yield return "Ran out: too little is known to estimate its demand";
        if (remark is { Kind: SalesRemarkKind.Outlier })
            yield return $"Unusual sales: {Formats.Units(remark.Suggested)} were to be expected";
    }
}
