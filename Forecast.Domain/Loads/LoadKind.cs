namespace Forecast.Domain.Loads;

/// <summary>What a file holds.</summary>
public enum LoadKind
{
    /// <summary>Sales per day, store and item.</summary>
    Sales,

    /// <summary>Store master data.</summary>
    Stores,

    /// <summary>Item master data.</summary>
    Items,

    /// <summary>Routes of deliveries, and what their vehicles carry.</summary>
    Routes,
}
