using Forecast.Domain.Data;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Forecast.Web.Features.Health;

/// <summary>
/// Tokens for the database can be had. Degraded where they cannot, and no more than that: open connections stay open, and whether the
/// database answers is looked at beside this.
/// </summary>
internal sealed class TokensComing(DatabaseTokens tokens) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(tokens.Failing is { } failing
            ? HealthCheckResult.Degraded(FormattableString.Invariant($"none since {failing.Since:u}; {Last(failing.GoodUntil)}"))
            : HealthCheckResult.Healthy());

    private static string Last(DateTimeOffset? goodUntil) =>
        goodUntil is { } instant ? FormattableString.Invariant($"the last one is good until {instant:u}") : "there was none before";
}
