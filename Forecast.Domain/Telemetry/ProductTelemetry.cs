using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Forecast.Domain.Telemetry;

/// <summary>
/// What the product tells of its own work, to whoever listens: traces and figures under one name. Where nobody listens it costs nothing.
/// No figure is labelled by store or item, of which there are too many.
/// </summary>
public static class ProductTelemetry
{
    /// <summary>Name of the source of traces and of the meter.</summary>
    public const string Name = "Foreact";

    /// <summary>Where traces begin.</summary>
    public static ActivitySource Traces { get; } = new(Name);

    /// <summary>Where figures are kept.</summary>
    public static Meter Figures { get; } = new(Name);
}
