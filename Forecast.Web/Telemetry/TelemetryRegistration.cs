using System.Reflection;
using Azure.Monitor.OpenTelemetry.Exporter;
using Forecast.Domain.Telemetry;
using Forecast.Training;
using Forecast.Training.Runs;
using Npgsql;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Forecast.Web.Telemetry;

/// <summary>
/// Sends what the product tells of its work to whom the settings name: by OTLP, to Azure Monitor, and to whoever scrapes as Prometheus
/// does. Where none is named nothing is listened to, and nothing costs anything.
/// </summary>
internal static class TelemetryRegistration
{
    /// <summary>Blazor's own traces and figures: pages, events, circuits.</summary>
    private static readonly string[] Blazor =
    [
        "Microsoft.AspNetCore.Components", "Microsoft.AspNetCore.Components.Lifecycle", "Microsoft.AspNetCore.Components.Server.Circuits",
    ];

    public static void AddForeactTelemetry(this WebApplicationBuilder builder)
    {
        var options = builder.Configuration.GetSection(TelemetryOptions.Section).Get<TelemetryOptions>() ?? new();
        bool otlp = !string.IsNullOrEmpty(builder.Configuration[TelemetryOptions.OtlpSetting]);
        bool azure = options.AzureMonitorConnectionString.Length > 0;
        if (!otlp && !azure && options.PrometheusPort == 0)
            return;

        var role = builder.Configuration.GetValue(TrainingRegistration.RoleSetting, ProcessRole.All);
        var telemetry = builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource
                .AddService("foreact", serviceVersion: Version(), serviceInstanceId: $"{Environment.MachineName}-{Environment.ProcessId}")
                .AddAttributes([new("foreact.role", role.ToString())]))
            .WithTracing(Traces)
            .WithMetrics(metrics => Figures(metrics, options.PrometheusPort));
        if (otlp || azure)
        {
            telemetry.WithLogging(null, logs =>
            {
                logs.IncludeScopes = true;
                logs.IncludeFormattedMessage = true;
            });
        }

        if (otlp)
            telemetry.UseOtlpExporter();
        if (azure)
            telemetry.UseAzureMonitorExporter(monitor => monitor.ConnectionString = options.AzureMonitorConnectionString);
    }

    private static void Traces(TracerProviderBuilder traces) => traces
        .AddSource([ProductTelemetry.Name, .. Blazor])
        .AddAspNetCoreInstrumentation(asked => asked.Filter = context => !IsNoise(context.Request.Path))
        .AddHttpClientInstrumentation()
        .AddNpgsql();

    private static void Figures(MeterProviderBuilder figures, int prometheusPort)
    {
        figures.AddMeter([ProductTelemetry.Name, "Npgsql", .. Blazor]).AddAspNetCoreInstrumentation().AddRuntimeInstrumentation();
        if (prometheusPort != 0)
        {
            figures.AddPrometheusHttpListener(listener =>
            {
                listener.Port = prometheusPort;
                listener.ConfigureHttpListener = (_, http) => // By whatever name or address the cluster asks.
                {
                    http.Prefixes.Clear();
                    http.Prefixes.Add(FormattableString.Invariant($"http://*:{prometheusPort}/metrics/"));
                };
            });
        }
    }

    /// <summary>Probes ask every few seconds, and pages bring many files.</summary>
    private static bool IsNoise(PathString path) => path.StartsWithSegments("/health", StringComparison.Ordinal)
        || path.StartsWithSegments("/_framework", StringComparison.Ordinal)
        || path.StartsWithSegments("/_content", StringComparison.Ordinal);

    private static string Version() =>
        typeof(TelemetryRegistration).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";
}
