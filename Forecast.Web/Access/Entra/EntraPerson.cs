using System.Security.Claims;
using System.Text.Json;
using Microsoft.Identity.Web;

namespace Forecast.Web.Access.Entra;

/// <summary>What a token of Entra ID says of a person.</summary>
/// <param name="Tenant">Directory id of the company.</param>
/// <param name="ObjectId">The person's key in that directory; a mail address would be given to somebody else one day.</param>
/// <param name="Name">Name on screen.</param>
/// <param name="Email">Mail address; empty when unknown.</param>
/// <param name="Roles">App roles.</param>
/// <param name="Groups">Object ids of groups.</param>
/// <param name="HasMoreGroups">Whether there were too many groups for the token, which then holds none.</param>
/// <param name="LoginHint">By which the provider knows whom to sign out; null when it says none.</param>
internal sealed record EntraPerson(
    string Tenant, string ObjectId, string Name, string Email, IReadOnlySet<string> Roles, IReadOnlySet<string> Groups, bool HasMoreGroups,
    string? LoginHint)
{
    /// <summary>The stable key of the person, over all tenants.</summary>
    public string Subject => $"{Tenant}:{ObjectId}";

    /// <summary>Null for a token that names no tenant or no person.</summary>
    public static EntraPerson? From(ClaimsPrincipal token)
    {
        if (!Guid.TryParse(token.GetTenantId(), out var tenant) || !Guid.TryParse(token.GetObjectId(), out var person))
            return null;
        var account = token.FindFirstValue("preferred_username") ?? "";
        return new EntraPerson(
            tenant.ToString(), person.ToString(), token.FindFirstValue("name") is { Length: > 0 } name ? name : account,
            Of(token, "email", ClaimTypes.Email).FirstOrDefault() ?? (account.Contains('@', StringComparison.Ordinal) ? account : ""),
            Of(token, "roles", ClaimTypes.Role), Of(token, "groups", "groups"), HasOverage(token), token.FindFirstValue("login_hint"));
    }

    private static HashSet<string> Of(ClaimsPrincipal token, string type, string mapped) =>
        token.Claims.Where(c => c.Type == type || c.Type == mapped).Select(c => c.Value).ToHashSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Entra names where the groups could be asked for instead of naming them (<c>_claim_names</c>, <c>hasgroups</c>).</summary>
    private static bool HasOverage(ClaimsPrincipal token) =>
        token.HasClaim("hasgroups", "true") || token.FindAll("_claim_names").Any(c => NamesGroups(c.Value));

    private static bool NamesGroups(string claimNames)
    {
        try
        {
            using var names = JsonDocument.Parse(claimNames);
            return names.RootElement.ValueKind == JsonValueKind.Object && names.RootElement.TryGetProperty("groups", out _);
        }
        catch (JsonException)
        {
            return false; // A single name comes without braces; groups are always told with their source.
        }
    }
}
