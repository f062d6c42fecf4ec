namespace Forecast.Domain.Forecasts;

/// <summary>The forecast of one series in one version; arrays run over the horizon, in units.</summary>
public sealed class SeriesForecast
{
    /// <summary>Day of the version; the table is partitioned by it.</summary>
    public DateOnly Partition { get; set; }

    /// <summary>The version.</summary>
    public long VersionId { get; set; }

    /// <summary>The series.</summary>
    public int SeriesId { get; set; }

    /// <summary>Expected units per day.</summary>
    public required float[] Mean { get; set; }

    /// <summary>Level 0.1 per day.</summary>
    public required float[] P10 { get; set; }

    /// <summary>Median per day.</summary>
    public required float[] P50 { get; set; }

    /// <summary>Level 0.9 per day.</summary>
    public required float[] P90 { get; set; }

    /// <summary>Seasonal naive per day; null in forecasts that were made before it was kept.</summary>
    public float[]? Naive { get; set; }

    /// <summary>
    /// <see cref="NaiveScales.Absolute"/> of the sales that the forecast was computed from; null where it does not exist.
    /// </summary>
    public float? NaiveAbsolute { get; set; }

    /// <summary><see cref="NaiveScales.Squared"/> of the same sales; null where it does not exist.</summary>
    public float? NaiveSquared { get; set; }

    /// <summary>Short stable name of the method chosen.</summary>
    public required string Method { get; set; }

    /// <summary>Why it was chosen, in one sentence.</summary>
    public required string Reason { get; set; }

    /// <summary>Demand class of the series.</summary>
    public DemandClass DemandClass { get; set; }
}
