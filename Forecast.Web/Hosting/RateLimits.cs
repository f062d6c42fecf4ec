using System.Threading.RateLimiting;
using Forecast.Web.Access.Api;
using Forecast.Web.Features.Api.Problems;
using Microsoft.AspNetCore.RateLimiting;

namespace Forecast.Web.Hosting;

/// <summary>Bounds what one address can make this process do: sign-ins, uploads and questions after its health.</summary>
internal static class RateLimits
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    public static IServiceCollection AddForeactLimits(this IServiceCollection services, IConfiguration configuration)
    {
        var limits = configuration.GetSection(LimitOptions.Section).Get<LimitOptions>() ?? new LimitOptions();
        return services.AddRateLimiter(options =>
        {
            options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            options.OnRejected = SayWhenToTryAgain;
            options.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(context => PartitionOf(context, limits));
        });
    }

    private static RateLimitPartition<string> PartitionOf(HttpContext context, LimitOptions limits) => context.Request.Path.Value switch
    {
        "/login" or "/signin-oidc" => Each(context, "sign-in", limits.SignInsPerMinute),
        "/signin" or "/signout" when HttpMethods.IsPost(context.Request.Method) => Each(context, "sign-in", limits.SignInsPerMinute),
        "/data/upload" or "/data/preview" => Each(context, "upload", limits.UploadsPerMinute),
        "/health/live" or "/health/ready" => Each(context, "health", limits.HealthPerMinute),
        _ when ApiSchemes.IsApi(context) => Each(context, "api", limits.ApiCallsPerMinute),
        _ => RateLimitPartition.GetNoLimiter(""),
    };

    private static RateLimitPartition<string> Each(HttpContext context, string what, int perMinute) =>
        RateLimitPartition.GetFixedWindowLimiter(
            $"{what} {context.Connection.RemoteIpAddress}",
            _ => new FixedWindowRateLimiterOptions { PermitLimit = perMinute, Window = Window, QueueLimit = 0 });

    private static ValueTask SayWhenToTryAgain(OnRejectedContext rejected, CancellationToken cancellationToken)
    {
        var context = rejected.HttpContext;
        context.Response.Headers.RetryAfter = "60";
        return ApiSchemes.IsApi(context)
            ? new ValueTask(ApiErrors.WriteAsync(context, ApiProblems.Of(context, StatusCodes.Status429TooManyRequests)))
            : ValueTask.CompletedTask;
    }
}
