using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.Options;

namespace Forecast.Web.Access;

/// <summary>The cookie of a signed-in user: how it is kept, and what is asked each time it is shown.</summary>
internal static class SessionCookie
{
    /// <summary>
    /// Browsers take a cookie of this name only over HTTPS, from this very host, for all of it: no neighbour can plant one.
    /// </summary>
    private const string HostPrefix = "__Host-";

    private const string RefusedMark = "foreact:session-refused";

    /// <summary>The name under which a cookie of ours is kept; plain HTTP exists in Development only.</summary>
    public static string NameOf(string cookie, IHostEnvironment environment) =>
        environment.IsDevelopment() ? cookie : HostPrefix + cookie;

    /// <summary>Whether this request showed a cookie whose session was ended or whose account was closed.</summary>
    public static bool WasRefused(HttpContext context) => context.Items.ContainsKey(RefusedMark);

    /// <summary>Likewise, and has the browser forget it, so that it is said once.</summary>
    public static bool TakeRefused(HttpContext context)
    {
        if (!WasRefused(context))
            return false;
        var options = context.RequestServices.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>()
            .Get(CookieAuthenticationDefaults.AuthenticationScheme);
        options.CookieManager.DeleteCookie(context, options.Cookie.Name!, options.Cookie.Build(context));
        return true;
    }

    public static void Configure(CookieAuthenticationOptions options, SignInKind kind, IHostEnvironment environment)
    {
        options.Cookie.Name = NameOf("foreact", environment);
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Lax;
        options.Cookie.SecurePolicy = environment.IsDevelopment() ? CookieSecurePolicy.SameAsRequest : CookieSecurePolicy.Always;
        options.LoginPath = "/signin";
        options.AccessDeniedPath = "/denied";
        options.ReturnUrlParameter = "returnUrl";
        options.ExpireTimeSpan = AccessRegistration.CookieLifetime;
        options.SlidingExpiration = true;
        options.Events.OnValidatePrincipal = FollowDatabaseAsync;
        options.Events.OnSigningOut = EndSessionAsync;
        var deny = options.Events.OnRedirectToAccessDenied;
        options.Events.OnRedirectToAccessDenied = async context =>
        {
            await NoteAsync(context);
            await deny(context);
        };
        if (kind == SignInKind.Entra)
            options.Events.OnRedirectToLogin = GoToProvider;
    }

    /// <summary>
    /// A session that was ended, or whose account was closed, is over; changed rights take effect; all at the next request.
    /// </summary>
    private static async Task FollowDatabaseAsync(CookieValidatePrincipalContext context)
    {
        var sessions = context.HttpContext.RequestServices.GetRequiredService<Sessions>();
        var viewer = context.Principal is { } user
            ? await sessions.FindViewerAsync(user, context.HttpContext.RequestAborted)
            : null;
        if (viewer is null)
        {
            if (context.Principal is { } known && !sessions.HasExpired(known))
                context.HttpContext.Items[RefusedMark] = true;
            context.RejectPrincipal();
        }
        else if (!SignedInUser.Matches(context.Principal!, viewer))
        {
            context.ReplacePrincipal(SignedInUser.Renewed(context.Principal!, viewer));
            context.ShouldRenew = true;
        }
    }

    /// <summary>
    /// Taking the cookie from this browser is not enough: a copy of it must be worth nothing, too, and other tabs must hear.
    /// </summary>
    private static async Task EndSessionAsync(CookieSigningOutContext context)
    {
        if (SignedInUser.Session(context.HttpContext.User) is { } session)
        {
            await context.HttpContext.RequestServices.GetRequiredService<EndedSessions>()
                .EndAsync(session, context.HttpContext.RequestAborted);
        }
    }

    /// <summary>Who asks for what their role does not reach leaves a trace.</summary>
    private static async Task NoteAsync(RedirectContext<CookieAuthenticationOptions> context)
    {
        var services = context.HttpContext.RequestServices;
        if (await services.GetRequiredService<Sessions>().FindViewerAsync(context.HttpContext.User, context.HttpContext.RequestAborted)
            is { } viewer)
        {
            await services.GetRequiredService<Refusals>().NoteAsync(
                viewer, $"{context.Request.Method} {context.Request.Path}", $"Not for a {viewer.Role}.");
        }
    }

    /// <summary>
    /// A planner at 09:00 is signed in to the company already and should not have to click; only who has just been signed out is told so
    /// first.
    /// </summary>
    private static Task GoToProvider(RedirectContext<CookieAuthenticationOptions> context)
    {
        var refused = WasRefused(context.HttpContext);
        var returnPath = context.Request.PathBase + context.Request.Path + context.Request.QueryString;
        context.Response.Redirect((refused ? "/signin" : "/login") + "?returnUrl=" + Uri.EscapeDataString(returnPath));
        return Task.CompletedTask;
    }
}
