using System.Globalization;
using System.Security.Claims;
using Forecast.Domain.Access;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace Forecast.Web.Access;

/// <summary>What the cookie says of a user: key, name and role. The rights themselves are read from the database each time.</summary>
internal static class SignedInUser
{
    public static ClaimsPrincipal From(Viewer viewer) => new(new ClaimsIdentity(
        [
            new Claim(ClaimTypes.NameIdentifier, viewer.UserId.ToString(CultureInfo.InvariantCulture)),
            new Claim(ClaimTypes.Name, viewer.Name),
            new Claim(ClaimTypes.Role, viewer.Role.ToString()),
        ],
        CookieAuthenticationDefaults.AuthenticationScheme));

    public static int? UserId(ClaimsPrincipal user) =>
        int.TryParse(user.FindFirstValue(ClaimTypes.NameIdentifier), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id
            : null;

    /// <summary>Whether the cookie still tells what the database does.</summary>
    public static bool Matches(ClaimsPrincipal user, Viewer viewer) =>
        user.IsInRole(viewer.Role.ToString()) && user.Identity?.Name == viewer.Name;
}
