namespace Forecast.Domain.Forecasts;

/// <summary>What one run published for one region or some of its stores. Never changed afterwards.</summary>
public sealed class ForecastVersion
{
    /// <summary>Database key; later versions have higher keys.</summary>
    public long Id { get; set; }

    /// <summary>The region.</summary>
    public int RegionId { get; set; }

    /// <summary>The run that made it.</summary>
    public long RunId { get; set; }

    /// <summary>The model version whose state it was computed from.</summary>
    public long ModelVersionId { get; set; }

    /// <summary>Last day the model has seen; the forecast starts one day later.</summary>
    public DateOnly Origin { get; set; }

    /// <summary>Days forecast.</summary>
    public int Horizon { get; set; }

    /// <summary>When the computation was planned.</summary>
    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>UTC day of <see cref="CreatedAt"/>: the partition that holds the series.</summary>
    public DateOnly Partition { get; set; }

    /// <summary>When it became current; null while it is computed or if it never was.</summary>
    public DateTimeOffset? PublishedAt { get; set; }
}
