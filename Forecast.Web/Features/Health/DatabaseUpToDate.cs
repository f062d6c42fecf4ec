using Forecast.Domain.Data;
using Forecast.Training.Runs.Planning;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace Forecast.Web.Features.Health;

/// <summary>The database answers and has the tables this build needs.</summary>
internal sealed class DatabaseUpToDate(IDbContextFactory<ForeactDb> contexts) : IHealthCheck
{
    private static readonly FormattableString JobTablesThere =
        $"""SELECT to_regclass({JobTables.Schema + ".jobqueue"}) IS NOT NULL AS "Value" """;

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            var pending = (await db.Database.GetPendingMigrationsAsync(cancellationToken)).Count();
            if (pending == 0 && !await db.Database.SqlQuery<bool>(JobTablesThere).SingleAsync(cancellationToken))
                return HealthCheckResult.Unhealthy("the tables of the jobs are not there; run the migrate command");
            return pending == 0
                ? HealthCheckResult.Healthy()
                : HealthCheckResult.Unhealthy($"{pending} migrations are not applied; run the migrate command");
        }
        // Entity Framework wraps what may be gone in a moment.
        catch (Exception e) when (e is NpgsqlException || e.InnerException is NpgsqlException)
        {
            // The answer goes to anonymous callers: it names no host and no account.
            return HealthCheckResult.Unhealthy("no answer");
        }
    }
}
