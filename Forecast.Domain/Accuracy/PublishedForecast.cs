using Forecast.Domain.Forecasts;

namespace Forecast.Domain.Accuracy;

/// <summary>
/// What was on show of a store for a day, so many days ahead: taken when the version was published, never changed, and what accuracy is
/// measured on. A forecast that was computed and not shown is not here. Arrays run over the series; units.
/// </summary>
public sealed class PublishedForecast
{
    /// <summary>The store.</summary>
    public int StoreId { get; set; }

    /// <summary>The day forecast.</summary>
    public DateOnly Day { get; set; }

    /// <summary>Days from the last one that the forecast had seen to <see cref="Day"/>: one of <see cref="Aheads"/>.</summary>
    public short Ahead { get; set; }

    /// <summary>The version.</summary>
    public long VersionId { get; set; }

    /// <summary>The region of the store.</summary>
    public int RegionId { get; set; }

    /// <summary>When it went on show.</summary>
    public DateTimeOffset PublishedAt { get; set; }

    /// <summary>The series, in the order of the arrays below.</summary>
    public required int[] SeriesIds { get; set; }

    /// <summary>How each series sold; values of <see cref="DemandClass"/>.</summary>
    public required int[] DemandClasses { get; set; }

    /// <summary>Expected units.</summary>
    public required float[] Mean { get; set; }

    /// <summary>Level 0.1.</summary>
    public required float[] P10 { get; set; }

    /// <summary>Median.</summary>
    public required float[] P50 { get; set; }

    /// <summary>Level 0.9.</summary>
    public required float[] P90 { get; set; }

    /// <summary>Seasonal naive: the last known same weekday.</summary>
    public required float[] Naive { get; set; }

    /// <summary>What MASE divides by (<see cref="NaiveScales.Absolute"/>); null where it does not exist.</summary>
    public required float?[] NaiveAbsolute { get; set; }

    /// <summary>What RMSSE divides by (<see cref="NaiveScales.Squared"/>); null where it does not exist.</summary>
    public required float?[] NaiveSquared { get; set; }

    /// <summary>Level 0.1 of the store's total.</summary>
    public float TotalP10 { get; set; }

    /// <summary>Median of the store's total.</summary>
    public float TotalP50 { get; set; }

    /// <summary>Level 0.9 of the store's total.</summary>
    public float TotalP90 { get; set; }

    /// <summary>Days ahead that are kept and scored.</summary>
    public static IReadOnlyList<int> Aheads { get; } = [1, 2, 3, 7];
}
