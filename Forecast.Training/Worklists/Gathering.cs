namespace Forecast.Training.Worklists;

/// <summary>
/// Series to which the same has happened, gathered: what happens to an item in several stores is one line, and so is what happens to much
/// of a store.
/// </summary>
internal static class Gathering
{
    /// <summary>Stores from which an item is one line.</summary>
    public const int FewestStores = 3;

    /// <summary>Items from which a store is one line.</summary>
    public const int FewestItems = 5;

    /// <summary>Items over several stores first, then stores, then what is left, each alone.</summary>
    public static IEnumerable<(Subject About, IReadOnlyList<PicturedSeries> Series)> Of(
        RegionPicture picture, IEnumerable<PicturedSeries> series)
    {
        var left = new List<PicturedSeries>();
        foreach (var item in series.GroupBy(s => s.ItemId))
        {
            PicturedSeries[] members = [.. item];
            if (members.Length >= FewestStores)
                yield return (Subject.Of(picture.Items[item.Key], members.Length) with { SeriesIds = Ids(members) }, members);
            else
                left.AddRange(members);
        }

        foreach (var store in left.GroupBy(s => s.StoreId))
        {
            PicturedSeries[] members = [.. store];
            if (members.Length >= FewestItems)
                yield return (OfItems(picture.Stores[store.Key], members), members);
            else
            {
                foreach (var one in members)
                    yield return (Subject.Of(picture, one), [one]);
            }
        }
    }

    /// <summary>Pallets of units by series; null where no item's pallet size is known.</summary>
    public static double? Pallets(RegionPicture picture, IEnumerable<PicturedSeries> series, Func<PicturedSeries, double> units)
    {
        double sum = 0;
        bool isKnown = false;
        foreach (var one in series)
        {
            double perPallet = picture.Items[one.ItemId].UnitsPerPallet;
            if (!(perPallet > 0) || !double.IsFinite(perPallet))
                continue;
            isKnown = true;
            sum += units(one) / perPallet;
        }

        return isKnown ? sum : null;
    }

    private static Subject OfItems(PicturedStore store, PicturedSeries[] members) => Subject.Of(store, members.Length) with
    {
        Title = $"{store.Name}, {Subject.Count(members.Length, "item")}",
        SeriesIds = Ids(members),
    };

    private static int[] Ids(PicturedSeries[] members) => Array.ConvertAll(members, s => s.Id);
}
