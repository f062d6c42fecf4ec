using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Forecast.Web.Features.Health;

/// <summary>Once the process was told to stop it takes no new visitors.</summary>
internal sealed class NotDraining(IHostApplicationLifetime lifetime) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(lifetime.ApplicationStopping.IsCancellationRequested
            ? HealthCheckResult.Unhealthy("stopping")
            : HealthCheckResult.Healthy());
}
