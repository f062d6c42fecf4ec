using System.Globalization;
using Forecast.Domain.Worklists;

namespace Forecast.Training.Worklists.Detectors;

/// <summary>
/// Days ahead on which a route needs clearly more vehicles than on the same day of the week beside it: every Saturday is full, which nobody
/// has to be told. One line per route, of its fullest such day, and one for all routes that are full on the same day. Known by route and
/// day, so that a settled Friday stays settled.
/// </summary>
internal sealed class TransportPeaks : IDetector
{
    /// <summary>Routes of one day from which they are one line.</summary>
    private const int FewestRoutes = 3;

    /// <summary>How many times the load of the usual day a peak is at least.</summary>
    private const double Least = 1.25;

    public IEnumerable<Finding> Find(RegionPicture picture) =>
        picture.Routes.Select(route => Peak.Of(picture, route)).OfType<Peak>().GroupBy(p => p.Day.Day).SelectMany(day =>
        {
            Peak[] peaks = [.. day.OrderByDescending(p => p.Strength)];
            return peaks.Length >= FewestRoutes ? [OfDay(picture, peaks)] : peaks.Select(p => OfRoute(picture, p));
        });

    private static Finding OfRoute(RegionPicture picture, Peak peak) => Line(
        picture, [peak], $"route {peak.Route.Code}",
        $"{(peak.Route.Name.Length > 0 ? peak.Route.Name : peak.Route.Code)}, {Words.Day(peak.Day.Day)}",
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Needed(peak.Day.Trucks)} on {Weekday(peak)}, {peak.Usual.Trucks:N0} on {peak.Beside}.{Odds(peak.Day.Odds)}"));

    private static Finding OfDay(RegionPicture picture, Peak[] peaks) => Line(
        picture, peaks, "routes", $"{Subject.Count(peaks.Length, "route")}, {Words.Day(peaks[0].Day.Day)}",
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Needed(peaks.Sum(p => p.Day.Trucks))} on {Weekday(peaks[0])}, {peaks.Sum(p => p.Usual.Trucks):N0} on {peaks[0].Beside}: "
                + $"{string.Join(", ", peaks.Select(Named))}."));

    private static Finding Line(RegionPicture picture, Peak[] peaks, string key, string title, string reason) => new()
    {
        Kind = WorklistKind.TransportPeak,
        About = Subject.OfRegion(1) with
        {
            Key = key,
            Title = title,
            SeriesIds = [], // What is sold tells nothing of trucks.
        },
        Cause = string.Create(CultureInfo.InvariantCulture, $"peak {peaks[0].Day.Day:yyyy-MM-dd}"),
        Reason = reason,
        Strength = peaks[0].Strength,
        Units = peaks.Sum(p => p.MorePallets * UnitsPerPallet(picture, p.Route)),
        Pallets = peaks.Sum(p => p.MorePallets),
        FirstDay = peaks[0].Day.Day,
        LastDay = peaks[0].Day.Day,
    };

    private static string Named(Peak peak) => string.Create(CultureInfo.InvariantCulture, $"{peak.Route.Code} {peak.Day.Trucks:N0}");

    private static string Needed(int trucks) => $"{Subject.Count(trucks, "vehicle")} {(trucks == 1 ? "is" : "are")} needed";

    private static string Weekday(Peak peak) => peak.Day.Day.ToString("dddd", CultureInfo.InvariantCulture);

    private static string Odds(double? odds) => odds switch
    {
        null => "",
        < 0.01 => " That one more is needed is less than 1 % likely.",
        > 0.99 => " That one more is needed is more than 99 % likely.",
        { } known => string.Create(CultureInfo.InvariantCulture, $" That one more is needed is {100 * known:0} % likely."),
    };

    /// <summary>By the mix of its stores in the days ahead, so that its size compares with that of other lines.</summary>
    private static double UnitsPerPallet(RegionPicture picture, PicturedRoute route)
    {
        double units = route.StoreIds.Sum(id => picture.Stores.TryGetValue(id, out var store) ? store.Ahead : 0);
        double pallets = route.Days.Where(d => d.Day <= picture.LastDay).Sum(d => d.Pallets);
        return pallets > 0 ? units / pallets : 0;
    }

    /// <summary>A full day of a route beside a usual one.</summary>
    private sealed record Peak(PicturedRoute Route, PicturedRouteDay Day, PicturedRouteDay Usual, string Beside)
    {
        public double Strength => Usual.Load > 0 ? Day.Load / Usual.Load / Least : 1;

        public double MorePallets => Math.Max(0, Day.Pallets - Usual.Pallets);

        /// <summary>The fullest of the route's peaks in the days ahead; null where there is none.</summary>
        public static Peak? Of(RegionPicture picture, PicturedRoute route) => route.Days.Where(d => d.Day <= picture.LastDay)
            .Select(day => Of(route, day)).OfType<Peak>().MaxBy(p => p.Day.Load);

        private static Peak? Of(PicturedRoute route, PicturedRouteDay day)
        {
            var peak = route.Days.FirstOrDefault(d => d.Day == day.Day.AddDays(RegionPicture.DaysAhead)) is { } later
                ? new Peak(route, day, later, "the same day of the week after")
                : new Peak(route, day, Middle(route), "a day in the middle of those ahead");
            return day.Trucks > peak.Usual.Trucks && day.Load >= Least * peak.Usual.Load ? peak : null;
        }

        /// <summary>The forecast may reach no further than a week: then the day in the middle of it.</summary>
        private static PicturedRouteDay Middle(PicturedRoute route) => route.Days.OrderBy(d => d.Load).ElementAt(route.Days.Count / 2);
    }
}
