using Forecast.Web.Features.Board.Figures;
using Forecast.Web.Features.Sheets.Reading;

namespace Forecast.Web.Features.Sheets.Figures;

/// <summary>
/// Four weeks sold and the days ahead of some series together. One series has its own interval; several have none, because quantiles do
/// not add up and no interval was calibrated for them together.
/// </summary>
internal static class SeriesPath
{
    private const int PastDays = 28, Week = 7;

    /// <summary>The chart of all series of a sheet that are forecast; there must be one.</summary>
    public static DemandPath Of(Sheet sheet)
    {
        var series = sheet.Series.Where(s => s.Origin is not null).ToList();
        var origin = series.Max(s => s.Origin!.Value);
        int horizon = series.Max(s => s.Mean.Values.Length);
        var only = series is [var one] ? one : null;
        var holidays = sheet.Holidays.ToLookup(h => h.Day, h => h.Name);
        return new DemandPath(
            [.. Enumerable.Range(1 - PastDays, PastDays + horizon).Select(i => Day(origin.AddDays(i)))], origin);

        DemandDay Day(DateOnly day)
        {
            bool ahead = day > origin;
            int missing = ahead ? 0 : series.Count(s => double.IsNaN(s.Sold.On(day)));
            return new DemandDay(day)
            {
                Sold = !ahead && missing == 0 ? Sum(s => s.Sold.On(day)) : null,
                SoldInPart = !ahead && missing > 0 && missing < series.Count ? series.Sum(s => Zero(s.Sold.On(day))) : null,
                StoresMissing = missing,
                Mean = ahead ? Sum(s => s.Mean.On(day)) : null,
                Lower = ahead ? Known(only?.P10.On(day)) : null,
                Upper = ahead ? Known(only?.P90.On(day)) : null,
                Previous = Sum(s => s.Before.On(day)),
                Naive = ahead ? Sum(s => LastKnown(s, day, origin)) : null,
                Holiday = holidays[day].FirstOrDefault(),
            };
        }

        double? Sum(Func<SheetSeries, double> value) => Known(series.Sum(value));
    }

    /// <summary>Units sold on the last same weekday that is known, as the baseline takes it.</summary>
    private static double LastKnown(SheetSeries series, DateOnly day, DateOnly origin)
    {
        for (var before = day; before > origin.AddDays(-PastDays); before = before.AddDays(-Week))
        {
            if (before <= origin && series.Sold.On(before) is var sold && !double.IsNaN(sold))
                return sold;
        }

        return double.NaN;
    }

    private static double Zero(double value) => double.IsNaN(value) ? 0 : value;

    private static double? Known(double? value) => value is { } v && !double.IsNaN(v) ? v : null;
}
