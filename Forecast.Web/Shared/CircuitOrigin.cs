namespace Forecast.Web.Shared;

/// <summary>
/// A circuit is opened from our own pages only. Browsers send cookies along with a WebSocket whoever's page asks for it, and no rule of
/// theirs keeps a foreign page from reading what comes back; only the origin, which they always tell, does.
/// </summary>
internal static class CircuitOrigin
{
    public static void UseCircuitOrigin(this WebApplication app) => app.Use((context, next) =>
    {
        if (!context.Request.Path.StartsWithSegments("/_blazor", StringComparison.OrdinalIgnoreCase) || IsOurs(context))
            return next(context);
        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        return Task.CompletedTask;
    });

    /// <summary>By name and port: behind a proxy that is not known the scheme is not, either.</summary>
    private static bool IsOurs(HttpContext context)
    {
        var origins = context.Request.Headers.Origin;
        if (origins.Count == 0)
            return !AsksForWebSocket(context.Request);
        return origins.Count == 1 && Uri.TryCreate(origins[0], UriKind.Absolute, out var origin)
            && string.Equals(origin.Authority, context.Request.Host.Value, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>As HTTP/1.1 asks (RFC 6455) and as HTTP/2 does (RFC 8441).</summary>
    private static bool AsksForWebSocket(HttpRequest request) => HttpMethods.IsConnect(request.Method)
        || string.Equals(request.Headers.Upgrade, "websocket", StringComparison.OrdinalIgnoreCase);
}
