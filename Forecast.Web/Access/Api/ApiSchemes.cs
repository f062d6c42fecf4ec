using Microsoft.AspNetCore.Authentication.Cookies;

namespace Forecast.Web.Access.Api;

/// <summary>Names of the ways to be let in: pages have a cookie, programs a token.</summary>
internal static class ApiSchemes
{
    /// <summary>Chooses by the address.</summary>
    public const string ByAddress = "Foreact";

    public const string Api = "Api";

    /// <summary>Everything for programs is below it.</summary>
    public const string Path = "/api";

    public static string Of(HttpContext context) =>
        IsApi(context) ? Api : CookieAuthenticationDefaults.AuthenticationScheme;

    /// <summary>Whether a request is for programs: it is answered by data and problems, never by pages.</summary>
    public static bool IsApi(HttpContext context) => context.Request.Path.StartsWithSegments(Path, StringComparison.OrdinalIgnoreCase);
}
