namespace Forecast.Web.Features.Transport.Figures;

/// <summary>What the cells show.</summary>
public enum TransportFigure
{
    /// <summary>Demand in pallets.</summary>
    Pallets,

    /// <summary>Vehicles to plan.</summary>
    Trucks,

    /// <summary>Odds that one more is needed.</summary>
    Odds,

    /// <summary>Demand in m³.</summary>
    Volume,

    /// <summary>Demand in kg.</summary>
    Weight,
}

/// <summary>What the visitor chose to see; written in the query of the address.</summary>
/// <param name="Figure">What the cells show.</param>
/// <param name="Route">Code of the route whose stores are shown; null for all.</param>
public sealed record TransportSelection(TransportFigure Figure, string? Route)
{
    /// <summary>Reads an address; what it does not understand falls back to pallets of all stores.</summary>
    public static TransportSelection Parse(string? show, string? route) => new(
        Enum.GetValues<TransportFigure>().FirstOrDefault(f => string.Equals(f.ToString(), show, StringComparison.OrdinalIgnoreCase)),
        string.IsNullOrWhiteSpace(route) ? null : route);

    /// <summary>The figure as the address says it; null for the default.</summary>
    public string? FigureInAddress => Figure == TransportFigure.Pallets ? null : Figure.ToString().ToLowerInvariant();
}
