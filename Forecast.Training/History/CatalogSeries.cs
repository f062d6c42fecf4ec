using System.Runtime.InteropServices;
using Forecast.Training.Panels;

namespace Forecast.Training.History;

/// <summary>One series as the catalog knows it, with what forecasting and transport need of its item.</summary>
/// <param name="SeriesId">Database key.</param>
/// <param name="StoreId">The store.</param>
/// <param name="ItemId">The item.</param>
/// <param name="CategoryCode">Lowest key of an item of the same category, which stays the same when categories come and go; −1 without
/// one.</param>
/// <param name="Category">Name of the category; empty without one.</param>
/// <param name="UnitsPerPallet">Units on one pallet; NaN when unknown.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct CatalogSeries(int SeriesId, int StoreId, int ItemId, int CategoryCode, string Category, double UnitsPerPallet)
{
    /// <summary>Units in one case; NaN when unknown.</summary>
    public double UnitsPerCase { get; init; } = double.NaN;

    /// <summary>kg of one case; NaN when unknown.</summary>
    public double KgPerCase { get; init; } = double.NaN;

    /// <summary>m³ of one case; NaN when unknown.</summary>
    public double CubicMetresPerCase { get; init; } = double.NaN;

    /// <summary>The series as the engine wants it.</summary>
    public PanelSeries ToPanel() => new(SeriesId, StoreId, ItemId, CategoryCode);
}
