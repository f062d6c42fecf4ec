namespace Forecast.Domain.Transport;

/// <summary>
/// State of a region's transport: when it was worked out, and how the same odds would have done in the backtests. Arrays of the check run
/// over <see cref="Bins"/> ranges of stated odds.
/// </summary>
public sealed class RegionTransport
{
    /// <summary>Upper ends of the ranges of stated odds; beyond the last lies the last range.</summary>
    public static readonly double[] Ends = [0.05, 0.2, 0.4];

    /// <summary>Ranges of stated odds.</summary>
    public const int Bins = 4;

    /// <summary>The region.</summary>
    public int RegionId { get; set; }

    /// <summary>When the days were worked out; null before the first time.</summary>
    public DateTimeOffset? WorkedOutAt { get; set; }

    /// <summary>Whether a forecast or a route has changed since.</summary>
    public bool IsDue { get; set; }

    /// <summary>Per range: route-days of backtests.</summary>
    public int[] RouteDays { get; set; } = [];

    /// <summary>Per range: Σ of the odds that would have been stated for them.</summary>
    public double[] RouteStated { get; set; } = [];

    /// <summary>Per range: those that did need another vehicle.</summary>
    public int[] RouteHappened { get; set; } = [];

    /// <summary>Per range: store-days of backtests.</summary>
    public int[] StoreDays { get; set; } = [];

    /// <summary>Per range: Σ of the odds that would have been stated for them.</summary>
    public double[] StoreStated { get; set; } = [];

    /// <summary>Per range: those that did need another vehicle.</summary>
    public int[] StoreHappened { get; set; } = [];
}
