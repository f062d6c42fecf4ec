namespace Forecast.Domain.Loads;

/// <summary>What happens to sales of a store or item that the catalog does not hold.</summary>
public enum UnknownKeys
{
    /// <summary>The row is rejected.</summary>
    Reject,

    /// <summary>The store or item is created under its code.</summary>
    Create,
}
