namespace Forecast.Domain.Transport;

/// <summary>
/// What one store or one whole route needs on one day, of the forecast on show. Rows of routes have no store, rows of stores have the route
/// that supplies them. Worked out anew whenever a forecast goes on show or routes change; nothing is kept of the time before.
/// </summary>
public sealed class TransportDay
{
    /// <summary>Database key.</summary>
    public long Id { get; set; }

    /// <summary>The region.</summary>
    public int RegionId { get; set; }

    /// <summary>The route; null for a store without one.</summary>
    public int? RouteId { get; set; }

    /// <summary>The store; null for the route as a whole.</summary>
    public int? StoreId { get; set; }

    /// <summary>The day of demand.</summary>
    public DateOnly Day { get; set; }

    /// <summary>Expected demand in pallets, as it is.</summary>
    public float Pallets { get; set; }

    /// <summary>The same in whole pallets of each store.</summary>
    public int WholePallets { get; set; }

    /// <summary>The same in whole cases of each item.</summary>
    public int Cases { get; set; }

    /// <summary>Pallets that those cases fill.</summary>
    public float PalletsOfCases { get; set; }

    /// <summary>Expected demand, m³.</summary>
    public float CubicMetres { get; set; }

    /// <summary>Expected demand, kg.</summary>
    public float Kg { get; set; }

    /// <summary>
    /// Vehicles that the demand fills in the middle of what may come, whichever of pallets, m³ and kg fills them first; null where
    /// <see cref="WhyNot"/> says why.
    /// </summary>
    public float? Load { get; set; }

    /// <summary>Whole vehicles for <see cref="Load"/>: what to plan.</summary>
    public int? Trucks { get; set; }

    /// <summary>Probability that one more than <see cref="Trucks"/> is needed, or more than that.</summary>
    public float? Odds { get; set; }

    /// <summary>Probability that two more are needed, or more than that.</summary>
    public float? OddsOfTwo { get; set; }

    /// <summary>Probability that three more are needed, or more than that.</summary>
    public float? OddsOfThree { get; set; }

    /// <summary>Why there are no trucks or odds, in one sentence; empty where there are.</summary>
    public string WhyNot { get; set; } = "";
}
