using Forecast.Domain.Catalog;
using Forecast.Domain.Loads;
using Forecast.Domain.Sales;
using Forecast.Web.Features.Board.Reading;

namespace Forecast.Web.Features.Basis;

/// <summary>What a region's forecast rests on.</summary>
/// <param name="Board">The region's board.</param>
/// <param name="Sales">How fresh the sales are.</param>
/// <param name="Loads">The last files that changed sales of its stores, latest first.</param>
/// <param name="StockOuts">Days of items that ran empty.</param>
/// <param name="Outliers">Days of items that nothing explains.</param>
/// <param name="Endings">What was said of stores whose sales ended.</param>
/// <param name="Ended">Items that seem to have ended, some of them.</param>
internal sealed record ForecastBasis(
    RegionBoard Board, SalesFreshness Sales, IReadOnlyList<Load> Loads, int StockOuts, int Outliers,
    IReadOnlyList<(StoreEnding Ending, Store Store, Store? Successor)> Endings, IReadOnlyList<EndedItem> Ended)
{
    /// <summary>Stores with what is loaded of them, in the order of the board.</summary>
    public IEnumerable<(BoardStore Store, StoreFreshness? Sales, DateOnly? From)> Stores
    {
        get
        {
            var sales = Sales.Stores.ToDictionary(s => s.StoreId);
            return Board.Stores.Select(s => (s, sales.GetValueOrDefault(s.Id), Board.Sales.Loaded.GetValueOrDefault(s.Id)?.LoadedFrom));
        }
    }

    /// <summary>Items that seem to have ended, over the stores that go on.</summary>
    public int ItemsEnded => Board.Stores.Where(s => Sales.Ended.All(e => e.StoreId != s.Id)).Sum(s => s.Outlook?.ItemsEnded ?? 0);
}

/// <summary>An item that seems to have ended in a store.</summary>
/// <param name="Store">Name of the store.</param>
/// <param name="Item">Name of the item.</param>
/// <param name="Reason">Why it is taken to have ended.</param>
internal sealed record EndedItem(string Store, string Item, string Reason);
