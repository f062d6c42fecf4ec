using Forecast.Domain.Calendar;
using Forecast.Domain.Catalog;
using Forecast.Domain.Forecasts;
using Forecast.Domain.Sales;

namespace Forecast.Web.Features.Board.Reading;

/// <summary>
/// All that the board knows of one region at one moment. Immutable: filters and ranks are worked out from it without the database.
/// </summary>
public sealed record RegionBoard
{
    public required Region Region { get; init; }

    /// <summary>The regions the viewer may choose from, this one among them.</summary>
    public required IReadOnlyList<Region> Regions { get; init; }

    public required DateTimeOffset ReadAt { get; init; }

    /// <summary>Trading stores by name, forecast or not.</summary>
    public required IReadOnlyList<BoardStore> Stores { get; init; }

    /// <summary>How far the sales of these stores reach.</summary>
    public required RegionSales Sales { get; init; }

    /// <summary>The items sold in these stores, by key.</summary>
    public required IReadOnlyDictionary<int, BoardItem> Items { get; init; }

    /// <summary>The versions on show, newest first.</summary>
    public required IReadOnlyList<BoardVersion> Versions { get; init; }

    /// <summary>Holidays over the days the board can show.</summary>
    public IReadOnlyList<Holiday> Holidays { get; init; } = [];

    /// <summary>Stores of which sales arrived after their forecast was computed; null if there are none.</summary>
    public NewerSales? NewerSales { get; init; }

    /// <summary>The run that failed after the newest publication; null if none did.</summary>
    public FailedRun? LastFailure { get; init; }

    /// <summary>Open lines of the region's worklist; beyond <see cref="MostToLookAt"/> nobody counts.</summary>
    public int ToLookAt { get; init; }

    /// <summary>Open lines of a worklist that are counted for the board at most.</summary>
    public const int MostToLookAt = 100;

    /// <summary>Today on the region's clock.</summary>
    public DateOnly Today => Region.BusinessDay(ReadAt);
}

/// <summary>A store with the outlook on show and the one shown before.</summary>
public sealed record BoardStore(int Id, string Code, string Name, string Type)
{
    public DateOnly? OpenedOn { get; init; }

    public long? VersionId { get; init; }

    public StoreOutlook? Outlook { get; init; }

    public StoreOutlook? Previous { get; init; }
}

/// <summary>What an item is called.</summary>
public sealed record BoardItem(int Id, string Code, string Name, string Category);

/// <summary>A version on show, with the model it came from.</summary>
public sealed record BoardVersion(
    long Id, DateOnly Origin, DateTimeOffset CreatedAt, DateTimeOffset PublishedAt, long ModelVersionId, DateOnly? ModelOrigin)
{
    /// <summary>What to say of an independent model that has been better again and again; empty while there is none.</summary>
    public string Outdone { get; init; } = "";
}

/// <summary>Sales that the forecast on show has not seen.</summary>
public sealed record NewerSales(DateTimeOffset At, IReadOnlyList<string> StoreNames);

/// <summary>A run that gave up.</summary>
public sealed record FailedRun(long Id, DateTimeOffset At, string Message);
