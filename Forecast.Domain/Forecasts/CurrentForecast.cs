namespace Forecast.Domain.Forecasts;

/// <summary>Which version the board shows for a store, and which it showed before.</summary>
public sealed class CurrentForecast
{
    /// <summary>The store.</summary>
    public int StoreId { get; set; }

    /// <summary>Its region, kept here so that rights and filters need no join.</summary>
    public int RegionId { get; set; }

    /// <summary>The version on show.</summary>
    public long VersionId { get; set; }

    /// <summary>The version shown before; null after the first publication.</summary>
    public long? PreviousVersionId { get; set; }

    /// <summary>When the version went on show.</summary>
    public DateTimeOffset PublishedAt { get; set; }
}
