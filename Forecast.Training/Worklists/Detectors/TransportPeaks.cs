using System.Globalization;
using Forecast.Domain.Worklists;

namespace Forecast.Training.Worklists.Detectors;

/// <summary>
/// Days ahead on which a route needs more vehicles than on most days: one line per route, of its fullest day. Known by route and day, so
/// that a settled Friday stays settled.
/// </summary>
internal sealed class TransportPeaks : IDetector
{
    /// <summary>How many times the load of the middle day a peak is at least.</summary>
    private const double Least = 1.25;

    public IEnumerable<Finding> Find(RegionPicture picture) => picture.Routes.Select(route => Peak(picture, route)).OfType<Finding>();

    private static Finding? Peak(RegionPicture picture, PicturedRoute route)
    {
        if (route.Days.Where(d => d.Day <= picture.LastDay).MaxBy(d => d.Load) is not { } peak)
            return null;
        double usual = Median(route.Days.Select(d => d.Load)), pallets = Median(route.Days.Select(d => d.Pallets));
        int trucks = (int)Median(route.Days.Select(d => (double)d.Trucks));
        if (peak.Trucks <= trucks || !(peak.Load >= Least * usual))
            return null;
        double more = Math.Max(0, peak.Pallets - pallets);
        return new Finding
        {
            Kind = WorklistKind.TransportPeak,
            About = Subject.OfRegion(route.StoreIds.Length) with
            {
                Key = $"route {route.Code}",
                Title = $"{(route.Name.Length > 0 ? route.Name : route.Code)}, {Words.Day(peak.Day)}",
                SeriesIds = [], // What is sold in its stores tells nothing of trucks.
            },
            Cause = string.Create(CultureInfo.InvariantCulture, $"peak {peak.Day:yyyy-MM-dd}"),
            Reason = string.Create(CultureInfo.InvariantCulture,
                $"{Subject.Count(peak.Trucks, "vehicle")} {(peak.Trucks == 1 ? "is" : "are")} needed on {peak.Day:dddd}, {trucks:N0} on a "
                    + $"day in the middle of the {route.Days.Count} days ahead.{Odds(peak.Odds)}"),
            Strength = usual > 0 ? peak.Load / usual / Least : 1,
            Units = more * UnitsPerPallet(picture, route),
            Pallets = more,
            FirstDay = peak.Day,
            LastDay = peak.Day,
        };
    }

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

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values];
        return LevelNoise.Median(sorted);
    }
}
