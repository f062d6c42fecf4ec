using Forecast.Domain.Forecasts;
using Forecast.Training.Worklists;

namespace Forecast.Tests.Training.Worklists;

/// <summary>Pictures of a region in which nothing is the matter, for tests to change one thing in. Every series sells 10 a day.</summary>
internal static class Pictured
{
    public static readonly DateOnly Origin = new(2026, 11, 20);

    /// <summary>Stores × items, all alike: stores 1 to n, items 1 to m, items even or odd of two categories.</summary>
    public static RegionPicture Region(int stores = 3, int items = 4, Func<int, int, PicturedSeries>? series = null) => new()
    {
        Origin = Origin,
        Stores = Enumerable.Range(1, stores).ToDictionary(s => s, s => new PicturedStore(s, $"Store {s}")),
        Items = Enumerable.Range(1, items).ToDictionary(
            i => i, i => new PicturedItem(i, $"Item {i}", i % 2 == 0 ? "Even" : "Odd", UnitsPerPallet: i == 1 ? double.NaN : 50)),
        Series =
        [
            .. from store in Enumerable.Range(1, stores)
               from item in Enumerable.Range(1, items)
               select series?.Invoke(store, item) ?? Series(store, item),
        ],
    };

    /// <summary>One item in one store.</summary>
    /// <param name="store">The store.</param>
    /// <param name="item">The item.</param>
    /// <param name="sold">Units by day, 0 the oldest of 84; 10 a day if not told.</param>
    /// <param name="ahead">Units a day that are forecast.</param>
    /// <param name="before">Units a day that were forecast before; null without such a forecast.</param>
    /// <param name="promotion">First day of its promotion.</param>
    /// <param name="half">Half the width of the band, a day.</param>
    /// <param name="method">How it is forecast.</param>
    /// <param name="methodBefore">How it was.</param>
    /// <param name="demand">How it sells.</param>
    public static PicturedSeries Series(
        int store, int item, Func<int, float>? sold = null, float ahead = 10, float? before = null, DateOnly? promotion = null,
        float half = 2, string method = "theta", string methodBefore = "", DemandClass demand = DemandClass.Smooth) => new()
        {
            Id = store * 1000 + item,
            StoreId = store,
            ItemId = item,
            Sold = Enumerable.Range(0, RegionPicture.DaysBack).Select(day => sold?.Invoke(day) ?? 10).ToArray(),
            Mean = Week(ahead),
            P10 = Week(Math.Max(0, ahead - half)),
            P90 = Week(ahead + half),
            Before = before is { } units ? Week(units)[..6] : [],
            PromotionFrom = promotion,
            Method = method,
            MethodBefore = methodBefore,
            Class = demand,
        };

    private static float[] Week(float value) => [.. Enumerable.Repeat(value, RegionPicture.DaysAhead)];
}
