using Forecast.Domain.Calendar;
using Forecast.Domain.Catalog;
using Forecast.Domain.Sales;
using Forecast.Web.Features.Board.Reading;

namespace Forecast.Web.Features.Sheets.Reading;

/// <summary>
/// The forecasts on show of all items in one store, or of one item in all stores of a region, with what was sold before. Immutable: what is
/// searched, sorted and counted is worked out from it without the database.
/// </summary>
public sealed record Sheet
{
    public required Region Region { get; init; }

    /// <summary>The regions the viewer may choose from, this one among them.</summary>
    public required IReadOnlyList<Region> Regions { get; init; }

    public required DateTimeOffset ReadAt { get; init; }

    /// <summary>The stores whose series these are: one on the page of a store.</summary>
    public required IReadOnlyList<BoardStore> Stores { get; init; }

    /// <summary>The item, on the page of an item; null on that of a store.</summary>
    public SheetItem? Item { get; init; }

    public required IReadOnlyList<SheetSeries> Series { get; init; }

    /// <summary>Holidays over the days a sheet can show.</summary>
    public IReadOnlyList<Holiday> Holidays { get; init; } = [];

    /// <summary>Days on which the store is known to be closed; none on the page of an item.</summary>
    public IReadOnlySet<DateOnly> Closed { get; init; } = new HashSet<DateOnly>();

    /// <summary>How far the sales of these stores reach.</summary>
    public required SalesFreshness Freshness { get; init; }

    /// <summary>When the newest forecast among them went on show; null without any.</summary>
    public DateTimeOffset? PublishedAt { get; init; }

    /// <summary>The model version behind the newest of them; null without any.</summary>
    public long? ModelVersionId { get; init; }

    /// <summary>What was forecast before and what the forecast rests on; only on the page of a series.</summary>
    public SeriesPast? Past { get; init; }

    /// <summary>Today on the region's clock.</summary>
    public DateOnly Today => Region.BusinessDay(ReadAt);

    /// <summary>Last day that the newest forecast has seen; null without any.</summary>
    public DateOnly? Origin => Series.Max(s => s.Origin);

    /// <summary>The store, on the page of a store; null on that of an item.</summary>
    public BoardStore? Store => Item is null ? Stores[0] : null;
}

/// <summary>What an item is called and how it travels.</summary>
/// <param name="Id">Database key.</param>
/// <param name="Code">Code.</param>
/// <param name="Name">Name.</param>
/// <param name="Category">Category; empty for none.</param>
/// <param name="UnitsPerCase">Units in a case; null when unknown.</param>
/// <param name="UnitsPerPallet">Units on a pallet; null when unknown.</param>
public sealed record SheetItem(int Id, string Code, string Name, string Category, double? UnitsPerCase, double? UnitsPerPallet);
