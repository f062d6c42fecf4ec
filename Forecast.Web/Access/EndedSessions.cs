using System.Collections.Concurrent;
using Forecast.Domain.Data;
using Microsoft.EntityFrameworkCore;

namespace Forecast.Web.Access;

/// <summary>
/// Which sessions were ended, at whatever replica: at the one that ended it at once, elsewhere within <see cref="Lifetime"/>.
/// </summary>
internal sealed class EndedSessions(IDbContextFactory<ForeactDb> contexts, TimeProvider time)
{
    /// <summary>How long an answer "still open" may be believed: a page asks for a dozen files at once.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(5);

    /// <summary>Longer than any cookie lives without being renewed, and a cookie of an ended session is not renewed.</summary>
    private static readonly TimeSpan Kept = 2 * AccessRegistration.CookieLifetime;

    private const int MostRemembered = 10_000;

    private readonly ConcurrentDictionary<Guid, (bool Ended, long ReadAt)> known = new();

    /// <summary>Whether a session has lasted as long as one may; so has one that does not say when it began.</summary>
    public bool HasExpired(DateTimeOffset? begun) => begun is null || time.GetUtcNow() - begun >= AccessRegistration.SessionLifetime;

    /// <summary>Whether a session was ended.</summary>
    public async ValueTask<bool> HasEndedAsync(Guid session, CancellationToken cancellationToken)
    {
        if (known.TryGetValue(session, out var entry) && (entry.Ended || time.GetElapsedTime(entry.ReadAt) < Lifetime))
            return entry.Ended;

        var readAt = time.GetTimestamp();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        bool ended = await db.EndedSessions.AnyAsync(s => s.Id == session, cancellationToken);
        Remember(session, ended, readAt);
        return ended;
    }

    /// <summary>Ends a session; ending it again changes nothing. Forgets those whose cookies have expired long since.</summary>
    public async Task EndAsync(Guid session, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.Database.ExecuteSqlAsync(
            $"INSERT INTO ended_session (id, ended_at) VALUES ({session}, {now}) ON CONFLICT DO NOTHING", cancellationToken);
        Remember(session, ended: true, time.GetTimestamp());
        var expired = now - Kept;
        await db.EndedSessions.Where(s => s.EndedAt < expired).ExecuteDeleteAsync(cancellationToken);
    }

    private void Remember(Guid session, bool ended, long readAt)
    {
        if (known.Count >= MostRemembered)
            known.Clear();
        known[session] = (ended, readAt);
    }
}
