namespace Forecast.Domain.Accuracy;

/// <summary>What one row of <see cref="AccuracyScore"/> is about: which of its keys is set.</summary>
public enum AccuracyGrain
{
    /// <summary>A store.</summary>
    Store,

    /// <summary>A category, over the stores of the region.</summary>
    Category,

    /// <summary>An item, over the stores of the region.</summary>
    Item,

    /// <summary>A demand class, over the stores of the region.</summary>
    DemandClass,

    /// <summary>The region; no key is set.</summary>
    Region,
}
