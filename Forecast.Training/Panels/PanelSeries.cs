using System.Runtime.InteropServices;

namespace Forecast.Training.Panels;

/// <summary>What one series is. The codes serve only for grouping (pooling); −1 means unknown.</summary>
/// <param name="SeriesId">The caller's key; a fitted state serves only the same keys in the same order.</param>
/// <param name="Store">Store code.</param>
/// <param name="Item">Item code.</param>
/// <param name="Category">Category code.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct PanelSeries(int SeriesId, int Store, int Item, int Category);
