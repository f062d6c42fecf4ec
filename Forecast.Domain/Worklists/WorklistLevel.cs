namespace Forecast.Domain.Worklists;

/// <summary>What a line of the worklist is about.</summary>
public enum WorklistLevel
{
    /// <summary>All of the region, or a group of series over several stores and items, such as those of one promotion.</summary>
    Region,

    /// <summary>A store.</summary>
    Store,

    /// <summary>An item over the stores of the region.</summary>
    Item,

    /// <summary>One item in one store.</summary>
    Series,
}
