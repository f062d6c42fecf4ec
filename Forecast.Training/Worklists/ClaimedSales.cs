namespace Forecast.Training.Worklists;

/// <summary>What was sold of what lines were about, on the days they were about.</summary>
internal sealed class ClaimedSales
{
    /// <summary>Share of the days of its series that must be loaded.</summary>
    private const double LeastKnown = 0.9;

    private readonly RegionPicture picture;
    private readonly Dictionary<int, PicturedSeries> byId;
    private readonly ILookup<int, PicturedSeries> byStore;
    private readonly ILookup<int, PicturedSeries> byItem;

    public ClaimedSales(RegionPicture picture)
    {
        this.picture = picture;
        byId = picture.Series.ToDictionary(s => s.Id);
        byStore = picture.Series.ToLookup(s => s.StoreId);
        byItem = picture.Series.ToLookup(s => s.ItemId);
    }

    /// <summary>Units sold; null where too few of the days are loaded, or lie further back than the picture reaches.</summary>
    /// <param name="seriesIds">The series, where they are a group of their own.</param>
    /// <param name="storeId">Otherwise the store; null for all.</param>
    /// <param name="itemId">Otherwise the item; null for all.</param>
    /// <param name="first">First day.</param>
    /// <param name="last">Last day.</param>
    public double? Sold(int[]? seriesIds, int? storeId, int? itemId, DateOnly first, DateOnly last)
    {
        int from = RegionPicture.DaysBack - 1 - (picture.Origin.DayNumber - first.DayNumber), days = last.DayNumber - first.DayNumber + 1;
        if (from < 0 || days <= 0 || from + days > RegionPicture.DaysBack)
            return null;
        double sum = 0;
        int known = 0, all = 0;
        foreach (var series in Of(seriesIds, storeId, itemId))
        {
            foreach (float units in series.Sold.Span.Slice(from, days))
            {
                all++;
                if (!float.IsFinite(units))
                    continue;
                known++;
                sum += units;
            }
        }

        return all > 0 && known >= LeastKnown * all ? sum : null;
    }

    private IEnumerable<PicturedSeries> Of(int[]? seriesIds, int? storeId, int? itemId) => (seriesIds, storeId, itemId) switch
    {
        ({ } ids, _, _) => ids.Select(id => byId.GetValueOrDefault(id)).OfType<PicturedSeries>(),
        (_, { } store, { } item) => byStore[store].Where(s => s.ItemId == item),
        (_, { } store, _) => byStore[store],
        (_, _, { } item) => byItem[item],
        _ => picture.Series,
    };
}
