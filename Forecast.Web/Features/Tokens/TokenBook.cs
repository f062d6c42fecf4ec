using System.Globalization;
using Forecast.Domain.Access;
using Forecast.Domain.Data;
using Forecast.Web.Access;
using Forecast.Web.Access.Api;
using Forecast.Web.Features.Tokens.Parts;
using Microsoft.EntityFrameworkCore;

namespace Forecast.Web.Features.Tokens;

/// <summary>The personal tokens of a user: they make, see and take back their own, and nobody else's.</summary>
internal sealed class TokenBook(IDbContextFactory<ForeactDb> contexts, PersonalTokens known, AuditTrail audit, TimeProvider time)
{
    /// <summary>Tokens that somebody may have at a time.</summary>
    public const int Most = 50;

    private const int LongestName = 100;

    /// <summary>All of them, newest first; those that do not work any more as well.</summary>
    public async Task<IReadOnlyList<PersonalToken>> ListAsync(Viewer viewer, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.PersonalTokens.AsNoTracking().Where(t => t.UserId == viewer.UserId).OrderByDescending(t => t.Id).Take(2 * Most)
            .ToListAsync(cancellationToken);
    }

    /// <summary>Makes a token; its text is returned this once and kept nowhere.</summary>
    /// <exception cref="TokenRefusedException">Something is missing, or there are too many.</exception>
    public async Task<string> MakeAsync(
        Viewer viewer, string name, IReadOnlyCollection<string> scopes, int days, CancellationToken cancellationToken)
    {
        Check(viewer, name, scopes, days);
        var (text, now) = (PersonalTokens.NewText(), time.GetUtcNow());
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await db.PersonalTokens.CountAsync(
            t => t.UserId == viewer.UserId && t.RevokedAt == null && t.ExpiresAt > now, cancellationToken) >= Most)
            throw new TokenRefusedException($"You have {Most} tokens already. Take back one that you do not need.");
        db.Add(new PersonalToken
        {
            UserId = viewer.UserId,
            Name = name.Trim(),
            Hash = PersonalTokens.HashOf(text),
            Ending = text[^4..],
            Scopes = [.. ApiScopes.All.Where(scopes.Contains)],
            CreatedAt = now,
            ExpiresAt = now.AddDays(days),
        });
        audit.Note(
            db, viewer.Name, "make token", Subject(text[^4..]),
            string.Create(CultureInfo.InvariantCulture, $"\"{name.Trim()}\", {string.Join(", ", scopes)}, {days} days"));
        await db.SaveChangesAsync(cancellationToken);
        return text;
    }

    /// <summary>Takes a token back: at once here, elsewhere within seconds. One of somebody else is not found.</summary>
    public async Task TakeBackAsync(Viewer viewer, long id, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var token = await db.PersonalTokens
            .SingleOrDefaultAsync(t => t.Id == id && t.UserId == viewer.UserId && t.RevokedAt == null, cancellationToken);
        if (token is null)
            return;
        token.RevokedAt = time.GetUtcNow();
        audit.Note(db, viewer.Name, "take back token", Subject(token.Ending), $"\"{token.Name}\"");
        await db.SaveChangesAsync(cancellationToken);
        known.Forget(token.Hash);
    }

    private static string Subject(string ending) => $"token …{ending}";

    private static void Check(Viewer viewer, string name, IReadOnlyCollection<string> scopes, int days)
    {
        if (string.IsNullOrWhiteSpace(name) || name.Length > LongestName || name.Any(char.IsControl))
            throw new TokenRefusedException($"Say what the token is for, in at most {LongestName} letters.");
        if (scopes.Count == 0 || !scopes.All(scope => ApiScopes.Allows(viewer, scope)))
            throw new TokenRefusedException("Choose what the token may do, of what you may do yourself.");
        if (!TokenOrder.Lifetimes.Contains(days))
            throw new TokenRefusedException("Choose how long the token works.");
    }
}
