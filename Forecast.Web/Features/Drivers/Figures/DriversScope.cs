using Forecast.Training.Explanations;
using Forecast.Web.Features.Board.Figures;
using Forecast.Web.Features.Board.Reading;
using Forecast.Web.Shared;

namespace Forecast.Web.Features.Drivers.Figures;

/// <summary>A selection found on a region's board: stores, items and days that are really there.</summary>
public sealed record DriversScope
{
    public required RegionBoard Board { get; init; }

    public required DriversSelection Selection { get; init; }

    /// <summary>What the board shows of the same stores.</summary>
    public required BoardView View { get; init; }

    /// <summary>Items sold in these stores, by category and name.</summary>
    public required IReadOnlyList<BoardItem> Items { get; init; }

    /// <summary>The item chosen; null when none is, or it is not sold here.</summary>
    public BoardItem? Item { get; init; }

    /// <summary>What the address asks for but these stores do not sell, in words; null when all is found.</summary>
    public string? NotSold { get; init; }

    /// <summary>What is asked of the explainer; null when there is nothing to ask.</summary>
    public ExplanationQuery? Query { get; init; }

    /// <summary>"all items", "Dairy", "Milk 1 l".</summary>
    public string What => Item?.Name ?? Selection.Category ?? "all items";

    /// <summary>"all 20 stores", "Aurich", "3 stores".</summary>
    public string Where => View switch
    {
        { Stores: [var only] } => only.Name,
        { IsWholeRegion: true } => $"all {Formats.Count(View.Stores.Count, "store")}",
        _ => Formats.Count(View.Stores.Count, "store"),
    };

    internal static DriversScope Of(RegionBoard board, DriversSelection selection)
    {
        var view = BoardView.From(board, new BoardSelection(selection.StoreCodes, selection.Days, BoardRank.Demand));
        var forecast = view.Stores.Where(s => s.Outlook is not null && view.Ended.All(e => e.StoreId != s.Id)).ToList();
        var items = forecast.SelectMany(s => s.Outlook!.ItemIds).Distinct().Select(id => board.Items.GetValueOrDefault(id))
            .OfType<BoardItem>()
            .OrderBy(i => i.Category, StringComparer.CurrentCulture).ThenBy(i => i.Name, StringComparer.CurrentCulture).ToList();
        var item = selection.ItemCode is null ? null : items.Find(i => i.Code == selection.ItemCode);
        var ofCategory = selection.Category is null ? null : items.Where(i => i.Category == selection.Category).Select(i => i.Id).ToList();
        string? notSold = selection.ItemCode is not null && item is null ? $"The item {selection.ItemCode}"
            : ofCategory is { Count: 0 } ? $"The category {selection.Category}"
            : null;
        return new DriversScope
        {
            Board = board,
            Selection = selection,
            View = view,
            Items = items,
            Item = item,
            NotSold = notSold,
            Query = notSold is not null || forecast.Count == 0
                ? null
                : new ExplanationQuery(board.Region.Id, [.. forecast.Select(s => s.Id)], item is not null ? [item.Id] : ofCategory),
        };
    }
}
