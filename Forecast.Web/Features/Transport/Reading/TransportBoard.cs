using Forecast.Domain.Catalog;
using Forecast.Domain.Transport;

namespace Forecast.Web.Features.Transport.Reading;

/// <summary>All that the page knows of one region's transport at one moment.</summary>
public sealed record TransportBoard
{
    public required Region Region { get; init; }

    /// <summary>The regions the viewer may choose from, this one among them.</summary>
    public required IReadOnlyList<Region> Regions { get; init; }

    public required DateTimeOffset ReadAt { get; init; }

    /// <summary>Routes by code.</summary>
    public required IReadOnlyList<DeliveryRoute> Routes { get; init; }

    /// <summary>Trading stores by name, forecast or not.</summary>
    public required IReadOnlyList<TransportStore> Stores { get; init; }

    /// <summary>What was worked out, in no order.</summary>
    public required IReadOnlyList<TransportDay> Days { get; init; }

    /// <summary>How it was worked out; null before the first forecast.</summary>
    public required RegionTransport? State { get; init; }

    /// <summary>What could not be weighed or counted.</summary>
    public required TransportGaps Gaps { get; init; }

    /// <summary>Today on the region's clock.</summary>
    public DateOnly Today => Region.BusinessDay(ReadAt);
}

/// <summary>A store and the route that supplies it; null without one.</summary>
public sealed record TransportStore(int Id, string Code, string Name, int? RouteId);

/// <summary>Demand whose size is not known, over the days of the forecast on show.</summary>
/// <param name="Units">Units of all items.</param>
/// <param name="WithoutPallets">Those of items without units per case or cases per pallet.</param>
/// <param name="WithoutCubicMetres">Those of items without units or m³ per case.</param>
/// <param name="WithoutKg">Those of items without units or kg per case.</param>
/// <param name="Items">Items that lack something, those with the most stores first.</param>
public sealed record TransportGaps(
    double Units, double WithoutPallets, double WithoutCubicMetres, double WithoutKg, IReadOnlyList<LackingItem> Items);

/// <summary>An item of which some size is not known.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Name">Its name.</param>
/// <param name="Lacks">What is missing, in words.</param>
public sealed record LackingItem(string Code, string Name, string Lacks);
