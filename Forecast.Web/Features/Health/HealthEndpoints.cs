using Forecast.Domain.Data;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Forecast.Web.Features.Health;

/// <summary>What the platform asks: does the process live, may it get traffic.</summary>
internal static class HealthEndpoints
{
    private const string Ready = "ready";

    public static IServiceCollection AddForeactHealth(this IServiceCollection services, IConfiguration configuration)
    {
        var checks = services.AddHealthChecks()
            .AddCheck<NotDraining>("not draining", tags: [Ready])
            .AddCheck<DatabaseUpToDate>("database", tags: [Ready])
            .AddCheck<WorkersPresent>("workers", tags: [Ready]);
        if (DatabaseOptions.Of(configuration).SignIn == DatabaseSignIn.Entra)
            checks.AddCheck<TokensComing>("tokens of the database", tags: [Ready]);
        return services;
    }

    public static void MapForeactHealth(this WebApplication app)
    {
        // Live asks nothing of other servers: restarting this process would not mend a database.
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false }).AllowAnonymous();
        app.MapHealthChecks("/health/ready", new HealthCheckOptions
        {
            Predicate = check => check.Tags.Contains(Ready),
            ResponseWriter = WriteAsync,
        }).AllowAnonymous();
    }

    private static Task WriteAsync(HttpContext context, HealthReport report)
    {
        context.Response.ContentType = "text/plain; charset=utf-8";
        var lines = report.Entries.Select(e => $"{e.Key}: {e.Value.Status}{(e.Value.Description is { } why ? $" ({why})" : "")}");
        return context.Response.WriteAsync($"{report.Status}\n{string.Join('\n', lines)}\n");
    }
}
