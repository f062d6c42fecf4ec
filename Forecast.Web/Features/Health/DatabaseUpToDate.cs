using Forecast.Domain.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace Forecast.Web.Features.Health;

/// <summary>The database answers and has the tables this build needs.</summary>
internal sealed class DatabaseUpToDate(IDbContextFactory<ForeactDb> contexts) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            var pending = (await db.Database.GetPendingMigrationsAsync(cancellationToken)).Count();
            return pending == 0
                ? HealthCheckResult.Healthy()
                : HealthCheckResult.Unhealthy($"{pending} migrations are not applied; run the migrate command");
        }
        catch (Exception e) when (e is NpgsqlException || e.InnerException is NpgsqlException) // Entity Framework wraps what may be gone in a moment.
        {
            // The answer goes to anonymous callers: it names no host and no account.
            return HealthCheckResult.Unhealthy("no answer");
        }
    }
}
