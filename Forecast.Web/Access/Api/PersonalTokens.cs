using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Forecast.Domain.Access;
using Forecast.Domain.Data;
using Microsoft.EntityFrameworkCore;

namespace Forecast.Web.Access.Api;

/// <summary>
/// Whose a personal token is. One that was taken back is refused at once at the replica where that was done, elsewhere within
/// <see cref="Lifetime"/>.
/// </summary>
internal sealed class PersonalTokens(IDbContextFactory<ForeactDb> contexts, ViewerDirectory directory, TimeProvider time)
{
    /// <summary>By which one is recognised, also by scanners of source code.</summary>
    public const string Prefix = "fa_";

    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan UsedAgain = TimeSpan.FromHours(1);

    private const int RandomBytes = 32;
    private const int MostRemembered = 10_000;

    private readonly ConcurrentDictionary<string, (PersonalToken? Token, long ReadAt)> known = new(StringComparer.Ordinal);

    /// <summary>A new token; nobody can tell it from its hash.</summary>
    public static string NewText()
    {
        var random = Convert.ToBase64String(RandomNumberGenerator.GetBytes(RandomBytes));
        return Prefix + random.TrimEnd('=').Replace('+', '-').Replace('/', '_');
    }

    public static byte[] HashOf(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));

    /// <summary>The caller; or why there is none.</summary>
    public async ValueTask<(ApiCaller? Caller, string Refusal)> FindAsync(string text, CancellationToken cancellationToken)
    {
        var hash = HashOf(text);
        if (await ReadAsync(hash, cancellationToken) is not { } token)
            return (null, "There is no such token.");
        var now = time.GetUtcNow();
        if (token.RevokedAt is not null)
            return (null, "The token was taken back by its owner.");
        if (token.ExpiresAt <= now)
            return (null, string.Create(CultureInfo.InvariantCulture, $"The token expired at {token.ExpiresAt:yyyy-MM-dd HH:mm} UTC."));
        if (await directory.FindAsync(token.UserId, cancellationToken) is not { } viewer)
            return (null, "The account that the token belongs to was closed.");
        await NoteUsedAsync(token, now, cancellationToken);
        return (ApiCaller.Of(viewer, token.Scopes, $"token {token.Id}"), "");
    }

    /// <summary>Has the next question read anew, here.</summary>
    public void Forget(byte[] hash) => known.TryRemove(Convert.ToHexString(hash), out _);

    private async ValueTask<PersonalToken?> ReadAsync(byte[] hash, CancellationToken cancellationToken)
    {
        var key = Convert.ToHexString(hash);
        if (known.TryGetValue(key, out var entry) && time.GetElapsedTime(entry.ReadAt) < Lifetime)
            return entry.Token;
        var readAt = time.GetTimestamp();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var token = await db.PersonalTokens.AsNoTracking().SingleOrDefaultAsync(t => t.Hash == hash, cancellationToken);
        if (known.Count >= MostRemembered)
            known.Clear();
        known[key] = (token, readAt);
        return token;
    }

    /// <summary>Now and then: it is told to the hour.</summary>
    private async Task NoteUsedAsync(PersonalToken token, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (token.LastUsedAt is { } before && now - before < UsedAgain)
            return;
        token.LastUsedAt = now; // What is remembered is shared: only the first of many requests writes.
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.PersonalTokens.Where(t => t.Id == token.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(t => t.LastUsedAt, now), cancellationToken);
    }
}
