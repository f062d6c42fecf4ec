using System.Globalization;
using System.Security.Claims;
using Forecast.Domain.Access;

namespace Forecast.Web.Access.Api;

/// <summary>Who calls the API, in whose name, and with which rights.</summary>
/// <param name="Viewer">In whose name.</param>
/// <param name="Scopes">What the caller may do; none when a valid token opens nothing here.</param>
/// <param name="Key">By which calls are counted.</param>
internal sealed record ApiCaller(Viewer Viewer, IReadOnlyCollection<string> Scopes, string Key)
{
    private const string Item = "foreact:api-caller";

    /// <summary>The scopes that were given and that the viewer may use.</summary>
    public static ApiCaller Of(Viewer viewer, IEnumerable<string> given, string key) =>
        new(viewer, [.. given.Where(scope => ApiScopes.Allows(viewer, scope))], key);

    /// <summary>Whoever called; null before they were let in.</summary>
    public static ApiCaller? Of(HttpContext context) => context.Items[Item] as ApiCaller;

    /// <summary>Has this request be theirs.</summary>
    public ClaimsPrincipal Enter(HttpContext context)
    {
        context.Items[Item] = this;
        return new ClaimsPrincipal(new ClaimsIdentity(
            [
                new Claim(ClaimTypes.NameIdentifier, Viewer.UserId.ToString(CultureInfo.InvariantCulture)),
                new Claim(ClaimTypes.Name, Viewer.Name),
                .. Scopes.Select(scope => new Claim(ApiScopes.Claim, scope)),
            ],
            ApiSchemes.Api));
    }
}
