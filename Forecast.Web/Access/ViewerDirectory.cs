using System.Collections.Concurrent;
using Forecast.Domain.Access;
using Forecast.Domain.Data;
using Microsoft.EntityFrameworkCore;

namespace Forecast.Web.Access;

/// <summary>Who users are and what they may see, as the database says; an answer is at most <see cref="Lifetime"/> old.</summary>
internal sealed class ViewerDirectory(IDbContextFactory<ForeactDb> contexts, TimeProvider time)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan SeenAgain = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<int, (Viewer? Viewer, long ReadAt)> known = new();

    /// <summary>Null for a user who does not exist or whose account is closed.</summary>
    public async ValueTask<Viewer?> FindAsync(int userId, CancellationToken cancellationToken)
    {
        if (known.TryGetValue(userId, out var entry) && time.GetElapsedTime(entry.ReadAt) < Lifetime)
            return entry.Viewer;

        var readAt = time.GetTimestamp();
        var viewer = await ReadAsync(userId, cancellationToken);
        known[userId] = (viewer, readAt);
        return viewer;
    }

    /// <summary>Has the next question read anew, here; other replicas follow within <see cref="Lifetime"/>.</summary>
    public void Forget(int userId) => known.TryRemove(userId, out _);

    private async Task<Viewer?> ReadAsync(int userId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var user = await db.Users.AsNoTracking().SingleOrDefaultAsync(u => u.Id == userId && u.DisabledAt == null, cancellationToken);
        if (user is null)
            return null;

        await NoteSeenAsync(db, user, cancellationToken);
        var regions = user.Role == Role.Admin
            ? db.Regions.Select(r => r.Id)
            : db.RegionGrants.Where(g => g.UserId == userId).Select(g => g.RegionId);
        return new Viewer(user.Id, user.Name, user.Role, await regions.ToHashSetAsync(cancellationToken));
    }

    /// <summary>Now and then: it is told to the day.</summary>
    private async Task NoteSeenAsync(ForeactDb db, User user, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (user.LastSeenAt is null || now - user.LastSeenAt > SeenAgain)
        {
            await db.Users.Where(u => u.Id == user.Id)
                .ExecuteUpdateAsync(set => set.SetProperty(u => u.LastSeenAt, now), cancellationToken);
        }
    }
}
