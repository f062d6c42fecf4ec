using System.ComponentModel.DataAnnotations;

namespace Forecast.Web.Telemetry;

/// <summary>Who is told of the product's work; nobody unless a setting names somebody.</summary>
internal sealed class TelemetryOptions
{
    /// <summary>Section of the settings.</summary>
    public const string Section = "Telemetry";

    /// <summary>The ordinary setting of OpenTelemetry for who takes traces, figures and logs by OTLP.</summary>
    public const string OtlpSetting = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>
    /// Port on which Prometheus finds the figures at /metrics; 0 for none. A port of its own, so that an Ingress, which leads to the
    /// pages' port alone, never shows them to the world.
    /// </summary>
    [Range(0, 65535)]
    public int PrometheusPort { get; set; }

    /// <summary>Connection string of Application Insights; empty for none.</summary>
    public string AzureMonitorConnectionString { get; set; } = "";
}
