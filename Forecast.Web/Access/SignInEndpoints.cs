using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Forecast.Web.Access;

/// <summary>The two form posts of signing in and out.</summary>
internal static class SignInEndpoints
{
    public static void MapSignIn(this WebApplication app)
    {
        // Not merely refused elsewhere: outside Development the endpoint does not exist.
        if (app.Environment.IsDevelopment())
            app.MapPost("/signin", SignInAsync).AllowAnonymous();
        app.MapPost("/signout", SignOutAsync).AllowAnonymous();
    }

    private static async Task<Results<RedirectHttpResult, BadRequest<string>>> SignInAsync(
        [FromForm] int userId, [FromForm] string? returnUrl, HttpContext context, ViewerDirectory directory,
            CancellationToken cancellationToken)
    {
        if (await directory.FindAsync(userId, cancellationToken) is not { } viewer)
            return TypedResults.BadRequest("This account does not exist or was closed. Go back and choose another one.");
        await context.SignInAsync(SignedInUser.From(viewer));
        return TypedResults.LocalRedirect(LocalPath(returnUrl));
    }

    private static async Task<RedirectHttpResult> SignOutAsync([FromForm] string? returnUrl, HttpContext context)
    {
        await context.SignOutAsync();
        return TypedResults.LocalRedirect(LocalPath(returnUrl, "/signin"));
    }

    /// <summary>
    /// Only addresses of our own: "//elsewhere" and "/\elsewhere" would leave the site. A header takes no letters beyond ASCII: they are
    /// escaped.
    /// </summary>
    internal static string LocalPath(string? returnUrl, string otherwise = "/") =>
        returnUrl is ['/', ..] && returnUrl is not ['/', '/' or '\\', ..] && !returnUrl.Any(char.IsControl)
            ? string.Concat(returnUrl.EnumerateRunes().Select(r => r.IsAscii ? r.ToString() : Uri.EscapeDataString(r.ToString())))
            : otherwise;
}
