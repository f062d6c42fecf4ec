using System.Globalization;
using System.Threading.RateLimiting;
using Forecast.Web.Access.Api;
using Forecast.Web.Features.Api.Problems;

namespace Forecast.Web.Features.Api;

/// <summary>Bounds what one caller, a token or a user, can ask of this process within a minute.</summary>
internal sealed class ApiLimits : IDisposable
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly PartitionedRateLimiter<string> limiter;

    /// <summary>Counts anew each minute.</summary>
    /// <param name="callsPerMinute">Calls of one caller.</param>
    public ApiLimits(int callsPerMinute) => limiter = PartitionedRateLimiter.Create<string, string>(
        caller => RateLimitPartition.GetFixedWindowLimiter(
            caller, _ => new FixedWindowRateLimiterOptions { PermitLimit = callsPerMinute, Window = Window, QueueLimit = 0 }));

    /// <summary>Answers 429 when the caller has asked too often; otherwise the request goes on.</summary>
    public async Task CountAsync(HttpContext context, RequestDelegate next)
    {
        if (ApiCaller.Of(context) is not { } caller)
        {
            await next(context);
            return;
        }

        using var lease = limiter.AttemptAcquire(caller.Key);
        if (lease.IsAcquired)
        {
            await next(context);
            return;
        }

        var wait = lease.TryGetMetadata(MetadataName.RetryAfter, out var left) ? left : Window;
        context.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        await ApiErrors.WriteAsync(context, ApiProblems.Of(context, StatusCodes.Status429TooManyRequests));
    }

    public void Dispose() => limiter.Dispose();
}
