using Forecast.Training.Runs.Planning;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Forecast.Web.Features.Health;

/// <summary>
/// Somebody computes. Degraded where nobody does, and no more than that: pages go on showing the last forecast and take requests for the
/// time when workers are back, so a process must not lose its traffic for it.
/// </summary>
internal sealed class WorkersPresent(WorkerPresence workers) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var absent = workers.Absent;
        return Task.FromResult(absent.Count == 0
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Degraded(string.Join(", ", absent.OrderBy(a => a.Key, StringComparer.Ordinal)
                .Select(a => FormattableString.Invariant($"no worker takes {a.Key} since {a.Value:u}")))));
    }
}
