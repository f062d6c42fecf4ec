using System.Security.Claims;
using Forecast.Domain.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Forecast.Web.Access.Entra;

/// <summary>Lets in whom the provider vouches for, if they have a role here: keeps their account, and begins a session.</summary>
internal sealed class Admission(
    IDbContextFactory<ForeactDb> contexts, IOptions<AccessOptions> options, IConfiguration configuration, ViewerDirectory directory,
    AuditTrail audit, TimeProvider time)
{
    /// <summary>What the cookie is to hold instead of the token.</summary>
    /// <exception cref="SignInRefusedException">The person is not let in; says why.</exception>
    public async Task<ClaimsPrincipal> AdmitAsync(ClaimsPrincipal token, CancellationToken cancellationToken)
    {
        var person = EntraPerson.From(token) ?? throw new SignInRefusedException(SignInProblem.Refused, "Somebody without tenant or key");
        var rights = EntraRights.Of(person, options.Value, EntraSettings.AllowedTenants(configuration));
        int userId = await KeepAsync(person, rights, cancellationToken);
        directory.Forget(userId); // What the token says counts from now on, not from when the answer of before is old.
        var viewer = await directory.FindAsync(userId, cancellationToken)
            ?? throw new SignInRefusedException(SignInProblem.Closed, person.Subject);
        await audit.AddAsync(viewer.Name, "sign in", person.Subject, $"{viewer.Role}", cancellationToken);
        return SignedInUser.From(viewer, Guid.NewGuid(), time.GetUtcNow(), person.LoginHint);
    }

    /// <summary>
    /// The account of a person as a token tells of them, kept in one transaction: two sign-ins at once leave one account.
    /// </summary>
    public async Task<int> KeepAsync(EntraPerson person, EntraRights rights, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var role = rights.Role.ToString();
        var now = time.GetUtcNow();
        var kept = await db.Database.SqlQuery<int>(
            $"""
            INSERT INTO app_user (subject, name, email, role, last_seen_at)
            VALUES ({person.Subject}, {person.Name}, {person.Email}, {role}, {now})
            ON CONFLICT (subject) DO UPDATE SET name = excluded.name, email = excluded.email, role = excluded.role,
                last_seen_at = CASE WHEN app_user.disabled_at IS NULL THEN excluded.last_seen_at ELSE app_user.last_seen_at END
            RETURNING id
            """).ToListAsync(cancellationToken);
        int id = kept[0];
        string[] codes = [.. rights.RegionCodes];
        await db.Database.ExecuteSqlAsync($"DELETE FROM region_grant WHERE user_id = {id} AND by_group", cancellationToken);
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO region_grant (user_id, region_id, by_group) SELECT {id}, id, true FROM region WHERE code = ANY({codes})
            ON CONFLICT DO NOTHING
            """,
            cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return id;
    }
}
