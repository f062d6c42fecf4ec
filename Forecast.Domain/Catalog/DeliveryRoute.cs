namespace Forecast.Domain.Catalog;

/// <summary>A tour that supplies some stores of one region, and the vehicle that drives it.</summary>
public sealed class DeliveryRoute
{
    /// <summary>Longest code and longest name.</summary>
    public const int LongestText = 100;

    /// <summary>No vehicle carries more, whatever is measured.</summary>
    public const double MostCapacity = 1_000_000;

    /// <summary>Database key.</summary>
    public int Id { get; set; }

    /// <summary>Short unique code, as in master files.</summary>
    public required string Code { get; set; }

    /// <summary>Name as planners say it.</summary>
    public required string Name { get; set; }

    /// <summary>The region that its stores lie in.</summary>
    public int RegionId { get; set; }

    /// <summary>What drives it, such as "12 t truck"; empty when unknown.</summary>
    public string Vehicle { get; set; } = "";

    /// <summary>Pallets that one vehicle carries; null when unknown.</summary>
    public double? Pallets { get; set; }

    /// <summary>m³ that one vehicle carries; null when unknown.</summary>
    public double? CubicMetres { get; set; }

    /// <summary>kg that one vehicle carries; null when unknown.</summary>
    public double? Kg { get; set; }
}
