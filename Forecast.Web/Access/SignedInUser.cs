using System.Globalization;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Forecast.Domain.Access;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace Forecast.Web.Access;

/// <summary>
/// What the cookie says of a user: key, name, role, which session it is and since when, and a mark of the rights it was made with. The
/// rights themselves are read from the database each time; the mark only tells that they have changed.
/// </summary>
internal static class SignedInUser
{
    private const string SessionClaim = "foreact:session";
    private const string BegunClaim = "foreact:begun";
    private const string RightsClaim = "foreact:rights";
    private const string HintClaim = "login_hint";

    /// <summary>A new sign-in of a user.</summary>
    /// <param name="viewer">The user, as the database knows it.</param>
    /// <param name="session">The session that begins with it.</param>
    /// <param name="begun">When it begins.</param>
    /// <param name="loginHint">By which the identity provider knows whom to sign out; null when there is none.</param>
    public static ClaimsPrincipal From(Viewer viewer, Guid session, DateTimeOffset begun, string? loginHint = null)
    {
        var identity = new ClaimsIdentity(
            [
                new Claim(ClaimTypes.NameIdentifier, viewer.UserId.ToString(CultureInfo.InvariantCulture)),
                new Claim(ClaimTypes.Name, viewer.Name),
                new Claim(ClaimTypes.Role, viewer.Role.ToString()),
                new Claim(SessionClaim, session.ToString("N")),
                new Claim(BegunClaim, begun.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)),
                new Claim(RightsClaim, RightsOf(viewer)),
            ],
            CookieAuthenticationDefaults.AuthenticationScheme);
        if (loginHint is not null)
            identity.AddClaim(new Claim(HintClaim, loginHint));
        return new ClaimsPrincipal(identity);
    }

    /// <summary>The same session with what the database says now.</summary>
    public static ClaimsPrincipal Renewed(ClaimsPrincipal user, Viewer viewer) =>
        From(viewer, Session(user)!.Value, Begun(user)!.Value, LoginHint(user));

    public static int? UserId(ClaimsPrincipal user) =>
        int.TryParse(user.FindFirstValue(ClaimTypes.NameIdentifier), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id
            : null;

    public static Guid? Session(ClaimsPrincipal user) =>
        Guid.TryParseExact(user.FindFirstValue(SessionClaim), "N", out var session) ? session : null;

    public static DateTimeOffset? Begun(ClaimsPrincipal user) =>
        long.TryParse(user.FindFirstValue(BegunClaim), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;

    public static string? LoginHint(ClaimsPrincipal user) => user.FindFirstValue(HintClaim);

    /// <summary>Whether the cookie still tells what the database does.</summary>
    public static bool Matches(ClaimsPrincipal user, Viewer viewer) =>
        user.IsInRole(viewer.Role.ToString()) && user.Identity?.Name == viewer.Name && user.HasClaim(RightsClaim, RightsOf(viewer));

    /// <summary>Short, whatever the number of regions; an admin has all of them, those to come as well.</summary>
    private static string RightsOf(Viewer viewer) => viewer.IsAdmin
        ? "all"
        : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join(',', viewer.RegionIds.Order()))).AsSpan(0, 8));
}
