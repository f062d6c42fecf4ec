using Forecast.Domain.Sales;
using Forecast.Domain.Worklists;

namespace Forecast.Training.Worklists.Detectors;

/// <summary>Sales that could be there and are not: of most of the region as one line, else store by store.</summary>
internal sealed class MissingSales : IDetector
{
    /// <summary>Share of the stores from which it is a matter of the region.</summary>
    private const double Most = 0.5;

    public IEnumerable<Finding> Find(RegionPicture picture)
    {
        if (picture.Sales is not { } sales)
            return [];
        var late = sales.Behind.Concat(sales.Ended)
            .Where(s => s.MissingDays > s.Holidays && picture.Stores.ContainsKey(s.StoreId)).ToList();
        return late.Count > Math.Max(1, Most * sales.Stores.Count)
            ? [OfRegion(picture, sales, late)]
            : late.Select(store => OfStore(picture, sales, store));
    }

    private static Finding OfRegion(RegionPicture picture, SalesFreshness sales, List<StoreFreshness> late)
    {
        var ids = late.Select(s => s.StoreId).ToHashSet();
        var missing = picture.Series.Where(s => ids.Contains(s.StoreId)).ToList();
        var days = late.ToDictionary(s => s.StoreId, s => s.MissingDays);
        return Line(picture, sales, Subject.OfRegion(missing.Count), missing, s => days[s.StoreId], late.Min(s => s.MissingSince),
            $"Sales of {Subject.Count(late.Count, "store")} of {sales.Stores.Count} are missing.");
    }

    private static Finding OfStore(RegionPicture picture, SalesFreshness sales, StoreFreshness late)
    {
        var missing = picture.Series.Where(s => s.StoreId == late.StoreId).ToList();
        var loaded = late.LoadedUntil is { } until ? $"Sales are loaded up to {Words.Day(until)}" : "No sales are loaded";
        bool mayHaveEnded = sales.Ended.Any(e => e.StoreId == late.StoreId);
        return Line(
            picture, sales, Subject.Of(picture.Stores[late.StoreId], missing.Count), missing, _ => late.MissingDays, late.MissingSince,
            $"{loaded}; {Subject.Count(late.MissingDays, "day")} on which it sells {(late.MissingDays == 1 ? "is" : "are")} missing."
                + (mayHaveEnded ? " It may have closed: say so on the board." : ""));
    }

    private static Finding Line(
        RegionPicture picture, SalesFreshness sales, Subject about, List<PicturedSeries> missing, Func<PicturedSeries, int> days,
        DateOnly? since, string reason)
    {
        double Units(PicturedSeries series) => series.Usual / RegionPicture.DaysAhead * days(series);
        return new Finding
        {
            Kind = WorklistKind.DataMissing,
            About = about,
            Cause = "late",
            Reason = reason,
            Strength = Math.Max(1, missing.Count == 0 ? 1 : missing.Max(days)),
            Units = -missing.Sum(Units),
            Pallets = Gathering.Pallets(picture, missing, s => -Units(s)),
            FirstDay = since ?? sales.Due,
            LastDay = sales.Due,
            Reference = missing.Sum(Units),
        };
    }
}
