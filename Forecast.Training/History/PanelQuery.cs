using Forecast.Domain.Catalog;

namespace Forecast.Training.History;

/// <summary>Which history a panel is read from.</summary>
/// <param name="Region">The region, for its holidays.</param>
/// <param name="Origin">Last day of sales to read.</param>
/// <param name="Horizon">Days after the origin for which plans are read.</param>
/// <param name="From">First day wanted; null for all there is.</param>
/// <param name="Trims">Whether days before the first one that holds a number are left out.</param>
/// <param name="OnlySales">Whether prices and stock-outs are left out.</param>
public sealed record PanelQuery(
    Region Region, DateOnly Origin, int Horizon, DateOnly? From = null, bool Trims = true, bool OnlySales = false);
