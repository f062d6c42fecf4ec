using System.Collections.Concurrent;
using System.Security.Claims;
using Forecast.Domain.Access;
using Forecast.Domain.Data;
using Forecast.Web.Access.Entra;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Microsoft.Identity.Web;

namespace Forecast.Web.Access.Api;

/// <summary>
/// In whose name a token of the company speaks: a person, who has an account as if they had signed in, or a program of its own, which gets
/// an account that admins grant regions to. A token never raises what an account may do; signing in does.
/// </summary>
internal sealed class TokenAdmission(
    Admission admission, IDbContextFactory<ForeactDb> contexts, IOptions<AccessOptions> options, IConfiguration configuration,
    ViewerDirectory directory, AuditTrail audit, TimeProvider time)
{
    private static readonly ApiRefusal NoTenant = new(
        "The token is of a company that has no access here.", "Use an account of a company that may enter.");

    private static readonly ApiRefusal NoRole = new(
        "The account has no role here.", "Ask an administrator of the company to assign one of the product's app roles.");

    private static readonly ApiRefusal Closed = new("The account was closed by an admin.", "Ask an admin to open it again.");

    private readonly ConcurrentDictionary<string, int> accounts = new(StringComparer.Ordinal);

    /// <summary>The caller; or why there is none.</summary>
    public async Task<(ApiCaller? Caller, ApiRefusal? Refusal)> AdmitAsync(ClaimsPrincipal token, CancellationToken cancellationToken)
    {
        var tenants = EntraSettings.AllowedTenants(configuration);
        if (EntraPerson.From(token) is not { } bearer || !tenants.Contains(bearer.Tenant, StringComparer.OrdinalIgnoreCase))
            return (null, NoTenant);
        string[] scopes = (token.FindFirstValue(ClaimConstants.Scp) ?? token.FindFirstValue(ClaimConstants.Scope))?.Split(' ') ?? [];
        try
        {
            var caller = scopes.Length > 0
                ? await OfPersonAsync(bearer, scopes, tenants, cancellationToken)
                : await OfProgramAsync(bearer, NameOf(token), cancellationToken);
            return (caller, caller is null ? Closed : null);
        }
        catch (SignInRefusedException)
        {
            return (null, NoRole);
        }
    }

    private async Task<ApiCaller?> OfPersonAsync(
        EntraPerson person, string[] scopes, IReadOnlyCollection<string> tenants, CancellationToken cancellationToken)
    {
        var rights = EntraRights.Of(person, options.Value, tenants);
        if (await FindAsync(person.Subject, cancellationToken) is not { } id)
        {
            id = await admission.KeepAsync(person, rights, cancellationToken);
            await audit.AddAsync(person.Name, "sign in", person.Subject, $"{rights.Role}, by token", cancellationToken);
        }

        var viewer = await directory.FindAsync(id, cancellationToken);
        if (viewer is not null && rights.Role < viewer.Role)
        {
            await admission.KeepAsync(person, rights, cancellationToken); // A right that the company took away is gone here, too.
            directory.Forget(id);
            viewer = await directory.FindAsync(id, cancellationToken);
        }

        return viewer is null ? null : ApiCaller.Of(viewer, scopes, $"user {id}");
    }

    /// <summary>What a program may do stands in its token alone; its account holds the regions.</summary>
    private async Task<ApiCaller?> OfProgramAsync(EntraPerson program, string name, CancellationToken cancellationToken)
    {
        string[] scopes = [.. ApiScopes.All.Where(scope => program.Roles.Contains(ApiScopes.AppRole(scope)))];
        if (scopes.Length == 0)
            throw new SignInRefusedException(SignInProblem.NoRole, program.Subject);
        if (await FindAsync(program.Subject, cancellationToken) is not { } id)
        {
            id = await KeepProgramAsync(program.Subject, name, cancellationToken);
            await audit.AddAsync(name, "sign in", program.Subject, "a program", cancellationToken);
        }

        if (await directory.FindAsync(id, cancellationToken) is not { IsAdmin: false } viewer)
            return null; // An admin's account belongs to a person.
        viewer = viewer with
        {
            Role = scopes.Contains(ApiScopes.Refresh, StringComparer.Ordinal) ? Role.Planner : Role.Viewer,
            LoadsFiles = scopes.Contains(ApiScopes.Import, StringComparer.Ordinal),
        };
        return ApiCaller.Of(viewer, scopes, $"user {id}");
    }

    private async ValueTask<int?> FindAsync(string subject, CancellationToken cancellationToken)
    {
        if (accounts.TryGetValue(subject, out int id))
            return id;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var found = await db.Users.Where(u => u.Subject == subject).Select(u => (int?)u.Id).SingleOrDefaultAsync(cancellationToken);
        return found is { } known ? accounts[subject] = known : null; // Accounts are never removed.
    }

    private async Task<int> KeepProgramAsync(string subject, string name, CancellationToken cancellationToken)
    {
        var (role, kind, now) = (nameof(Role.Viewer), nameof(AccountKind.Application), time.GetUtcNow());
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var kept = await db.Database.SqlQuery<int>(
            $"""
            INSERT INTO app_user (subject, name, email, role, kind, last_seen_at) VALUES ({subject}, {name}, '', {role}, {kind}, {now})
            ON CONFLICT (subject) DO UPDATE SET subject = excluded.subject RETURNING id
            """).ToListAsync(cancellationToken);
        return kept[0];
    }

    private static string NameOf(ClaimsPrincipal token)
    {
        var client = token.FindFirstValue("azp") ?? token.FindFirstValue("appid") ?? "without a client id";
        return token.FindFirstValue("app_displayname") is { Length: > 0 } name ? name : $"Program {client}";
    }
}
