namespace Forecast.Domain.Catalog;

/// <summary>The daily demand of one item in one store: what is forecast.</summary>
public sealed class Series
{
    /// <summary>Database key.</summary>
    public int Id { get; set; }

    /// <summary>The store.</summary>
    public int StoreId { get; set; }

    /// <summary>The item.</summary>
    public int ItemId { get; set; }
}
