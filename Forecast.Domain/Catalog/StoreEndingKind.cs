namespace Forecast.Domain.Catalog;

/// <summary>What became of a store whose sales ended.</summary>
public enum StoreEndingKind
{
    /// <summary>It has closed: it is not shown any more.</summary>
    Closed,

    /// <summary>It is closed for a while: nothing is forecast until it comes back.</summary>
    ComesBack,

    /// <summary>It goes on under another code, which takes over its history.</summary>
    ContinuesAs,
}
