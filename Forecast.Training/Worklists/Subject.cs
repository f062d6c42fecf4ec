using System.Globalization;
using Forecast.Domain.Worklists;

namespace Forecast.Training.Worklists;

/// <summary>What a line is about.</summary>
/// <param name="Level">One of the levels.</param>
/// <param name="Key">Stays the same from run to run.</param>
/// <param name="Title">In names.</param>
internal sealed record Subject(WorklistLevel Level, string Key, string Title)
{
    /// <summary>The store, where it is one.</summary>
    public int? StoreId { get; init; }

    /// <summary>The item, where it is one.</summary>
    public int? ItemId { get; init; }

    /// <summary>The series of a group that neither store nor item tells.</summary>
    public int[]? SeriesIds { get; init; }

    /// <summary>Series that it stands for.</summary>
    public int Members { get; init; } = 1;

    /// <summary>One item in one store.</summary>
    public static Subject Of(RegionPicture picture, PicturedSeries series) =>
        new(WorklistLevel.Series, Invariant($"series {series.Id}"), picture.NameOf(series))
        {
            StoreId = series.StoreId,
            ItemId = series.ItemId,
        };

    /// <summary>A store.</summary>
    public static Subject Of(PicturedStore store, int members) =>
        new(WorklistLevel.Store, Invariant($"store {store.Id}"), store.Name) { StoreId = store.Id, Members = members };

    /// <summary>An item over the stores of the region.</summary>
    public static Subject Of(PicturedItem item, int members) =>
        new(WorklistLevel.Item, Invariant($"item {item.Id}"), $"{item.Name}, {Count(members, "store")}")
        {
            ItemId = item.Id,
            Members = members,
        };

    /// <summary>A category.</summary>
    public static Subject OfCategory(string category, IReadOnlyCollection<PicturedSeries> series) =>
        new(WorklistLevel.Region, $"category {category}", $"Category {category}")
        {
            SeriesIds = [.. series.Select(s => s.Id)],
            Members = series.Count,
        };

    /// <summary>All of the region.</summary>
    public static Subject OfRegion(int members) => new(WorklistLevel.Region, "region", "All of the region") { Members = members };

    /// <summary>"1 store", "40 stores".</summary>
    public static string Count(int count, string one) => Invariant($"{count:N0} {one}{(count == 1 ? "" : "s")}");

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
