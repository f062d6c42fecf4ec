using Forecast.Web.Access;

namespace Forecast.Web.Shared;

/// <summary>Headers that tell browsers what this site never does.</summary>
internal static class SecurityHeaders
{
    // Styles are inline in part: MudBlazor places popovers, and the charts size their parts, with style attributes.
    private const string ContentSecurityPolicy =
        "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; " +
        "connect-src 'self'; object-src 'none'; base-uri 'self'; frame-ancestors 'none'; form-action 'self'";

    // Hangfire's pages know no nonce; their scripts are files of this site.
    private const string ScriptsOfDashboard = "; script-src 'self'";

    public static void UseSecurityHeaders(this WebApplication app)
    {
        var policy = ContentSecurityPolicy + FormTargets(app.Services.GetRequiredService<SignInMethod>());
        app.Use((context, next) =>
        {
            var headers = context.Response.Headers;
            headers.ContentSecurityPolicy = policy + ScriptsOf(context);
            headers.XContentTypeOptions = "nosniff";
            headers.XFrameOptions = "DENY";
            headers["Referrer-Policy"] = "same-origin";
            headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()";
            headers["Cross-Origin-Opener-Policy"] = "same-origin";
            headers["Cross-Origin-Resource-Policy"] = "same-origin";
            context.Response.OnStarting(KeepNoCopy, context.Response);
            return next();
        });
    }

    /// <summary>What says nothing of being kept is somebody's figures: no browser and no proxy may keep a copy. Assets do say.</summary>
    private static Task KeepNoCopy(object state)
    {
        var response = (HttpResponse)state;
        bool says = response.Headers.CacheControl.Count > 0 || response.Headers.Expires.Count > 0;
        if (!says && response.StatusCode != StatusCodes.Status304NotModified) // Which speaks of a copy that was allowed.
            response.Headers.CacheControl = "no-store";
        return Task.CompletedTask;
    }

    private static string ScriptsOf(HttpContext context) =>
        context.Request.Path.StartsWithSegments(Urls.Jobs, StringComparison.OrdinalIgnoreCase)
            ? ScriptsOfDashboard
            : $"; script-src 'nonce-{ScriptNonce.Of(context)}' 'strict-dynamic'";

    /// <summary>
    /// The form of the sign-out leads on to the provider, and browsers hold all of the way to this. A provider on this machine, for trying
    /// things out, shows its pages without TLS on a port of their own.
    /// </summary>
    private static string FormTargets(SignInMethod method) => method.Provider switch
    {
        null => "",
        { IsLoopback: true } provider => $" {provider.GetLeftPart(UriPartial.Authority)} http://localhost:*",
        var provider => $" {provider.GetLeftPart(UriPartial.Authority)}",
    };
}
