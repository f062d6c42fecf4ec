namespace Forecast.Domain.Accuracy;

/// <summary>
/// At which level errors are taken. The higher the level, the more errors cancel before they are counted: WAPE of a region's totals is
/// another thing than the pooled WAPE of its items, and smaller.
/// </summary>
public enum AccuracyLevel
{
    /// <summary>Each item in each store.</summary>
    Item,

    /// <summary>The total of each store.</summary>
    Store,

    /// <summary>The total of each category over the stores of the region.</summary>
    Category,

    /// <summary>The total of the region.</summary>
    Region,
}
