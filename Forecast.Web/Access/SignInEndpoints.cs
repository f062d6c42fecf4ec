using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Forecast.Web.Access;

/// <summary>The ways in and out.</summary>
internal static class SignInEndpoints
{
    public const string LoginPath = "/login";

    /// <summary>Marks a sign-in that was begun anew by itself: it is not begun a third time.</summary>
    public const string AgainMark = "again";

    private const string SignInPath = "/signin";
    private const string SelectAccount = "select_account";

    public static void MapSignIn(this WebApplication app)
    {
        // Not merely refused elsewhere: what does not belong to this way of signing in does not exist.
        var kind = app.Services.GetRequiredService<SignInMethod>().Kind;
        if (kind == SignInKind.Development)
            app.MapPost(SignInPath, SignInAsync).AllowAnonymous();
        if (kind == SignInKind.Entra)
            app.MapGet(LoginPath, LoginAsync).AllowAnonymous();
        app.MapPost("/signout", SignOutAsync).AllowAnonymous();
    }

    /// <summary>The address of the sign-in page with words about what happened.</summary>
    public static string PageOf(SignInProblem problem, string? returnUrl = null) =>
        $"{SignInPath}?problem={problem}{(LocalPath(returnUrl) is "/" ? "" : "&returnUrl=" + Uri.EscapeDataString(returnUrl!))}";

    /// <summary>The address that begins a sign-in with the account that the browser knows.</summary>
    public static string Login(string? returnUrl) => $"{LoginPath}?returnUrl={Uri.EscapeDataString(LocalPath(returnUrl))}";

    /// <summary>The address that begins a sign-in with another account.</summary>
    public static string LoginAsOther(string? returnUrl) => $"{Login(returnUrl)}&other=1";

    /// <summary>The address that begins a sign-in once more, by itself.</summary>
    public static string LoginAgain(string? returnUrl) => $"{Login(returnUrl)}&{AgainMark}=1";

    /// <summary>
    /// Only addresses of our own: "//elsewhere" and "/\elsewhere" would leave the site. A header takes no letters beyond ASCII: they are
    /// escaped.
    /// </summary>
    internal static string LocalPath(string? returnUrl, string otherwise = "/") =>
        returnUrl is ['/', ..] && returnUrl is not ['/', '/' or '\\', ..] && !returnUrl.Any(char.IsControl)
            ? string.Concat(returnUrl.EnumerateRunes().Select(r => r.IsAscii ? r.ToString() : Uri.EscapeDataString(r.ToString())))
            : otherwise;

    private static async Task<Results<RedirectHttpResult, BadRequest<string>>> SignInAsync(
        [FromForm] int userId, [FromForm] string? returnUrl, HttpContext context, ViewerDirectory directory, TimeProvider time,
        CancellationToken cancellationToken)
    {
        if (await directory.FindAsync(userId, cancellationToken) is not { } viewer)
            return TypedResults.BadRequest("This account does not exist or was closed. Go back and choose another one.");
        await context.SignInAsync(SignedInUser.From(viewer, Guid.NewGuid(), time.GetUtcNow()));
        return TypedResults.LocalRedirect(LocalPath(returnUrl));
    }

    /// <summary>Off to the provider. It is asked for its addresses first, so one that is down is noticed here.</summary>
    private static async Task<IResult> LoginAsync(
        string? returnUrl, string? again, string? other, HttpContext context, ILoggerFactory loggers)
    {
        var properties = new AuthenticationProperties { RedirectUri = LocalPath(returnUrl) };
        if (again is not null)
            properties.Items[AgainMark] = "1";
        if (other is not null)
            properties.SetParameter(OpenIdConnectParameterNames.Prompt, SelectAccount);
        try
        {
            await context.ChallengeAsync(OpenIdConnectDefaults.AuthenticationScheme, properties);
            return TypedResults.Empty;
        }
        catch (Exception e) when (IsOfProvider(e) && !context.Response.HasStarted)
        {
            loggers.CreateLogger(typeof(SignInEndpoints)).LogWarning(e, "The identity provider does not answer; nobody can sign in.");
            return TypedResults.LocalRedirect(PageOf(SignInProblem.Unavailable, returnUrl));
        }
    }

    /// <summary>Here first: whatever the provider does, this session is over.</summary>
    private static async Task<IResult> SignOutAsync(
        [FromForm] string? returnUrl, HttpContext context, SignInMethod method, ILoggerFactory loggers)
    {
        await context.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);
        context.Response.Headers["Clear-Site-Data"] = "\"storage\""; // Typed text that a tab keeps; pages are kept nowhere.
        if (method.Kind != SignInKind.Entra)
            return TypedResults.LocalRedirect(LocalPath(returnUrl, SignInPath));
        try
        {
            await context.SignOutAsync(OpenIdConnectDefaults.AuthenticationScheme);
            return TypedResults.Empty;
        }
        catch (Exception e) when (IsOfProvider(e) && !context.Response.HasStarted)
        {
            loggers.CreateLogger(typeof(SignInEndpoints)).LogWarning(e, "The identity provider does not answer; a sign-out is ours only.");
            return TypedResults.LocalRedirect(PageOf(SignInProblem.SignedOutHere));
        }
    }

    /// <summary>The handler reports addresses that cannot be read as an operation that is not valid.</summary>
    private static bool IsOfProvider(Exception e) => e is InvalidOperationException or HttpRequestException or IOException;
}
