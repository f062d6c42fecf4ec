using Forecast.Domain.Access;
using Forecast.Domain.Data;
using Forecast.Web.Access;
using Microsoft.EntityFrameworkCore;

namespace Forecast.Web.Features.People;

/// <summary>
/// What admins do with accounts. Each change and its entry in the audit are kept together; rights follow at once here, elsewhere soon.
/// </summary>
internal sealed class AccountChanges(ViewerContexts contexts, ViewerDirectory directory, AuditTrail audit, TimeProvider time)
{
    /// <summary>Makes these the regions that admins have granted somebody; those that follow from groups stay as they are.</summary>
    /// <exception cref="AccessDeniedException">The viewer is no admin.</exception>
    public Task GrantAsync(Viewer viewer, int userId, IReadOnlyCollection<int> regionIds, CancellationToken cancellationToken) =>
        ChangeAsync(viewer, userId, async (db, user) =>
        {
            var granted = await db.RegionGrants.Where(g => g.UserId == userId).ToListAsync(cancellationToken);
            var names = await db.Regions.ToDictionaryAsync(r => r.Id, r => r.Name, cancellationToken);
            foreach (var taken in granted.Where(g => !g.ByGroup && !regionIds.Contains(g.RegionId)))
            {
                db.Remove(taken);
                audit.Note(db, viewer.Name, "withdraw region", Named(user), names[taken.RegionId]);
            }

            foreach (int given in regionIds.Except(granted.Select(g => g.RegionId)).Where(names.ContainsKey))
            {
                db.Add(new RegionGrant { UserId = userId, RegionId = given });
                audit.Note(db, viewer.Name, "grant region", Named(user), names[given]);
            }
        }, cancellationToken);

    /// <summary>Closes an account: whoever is signed in with it is out within a minute, and cannot come back.</summary>
    /// <exception cref="AccessDeniedException">The viewer is no admin, or it is their own account.</exception>
    public Task CloseAsync(Viewer viewer, int userId, CancellationToken cancellationToken) =>
        ChangeAsync(viewer, userId, (db, user) =>
        {
            if (userId == viewer.UserId)
                throw new AccessDeniedException("You cannot close your own account. Ask another admin.");
            if (user.DisabledAt is null)
            {
                user.DisabledAt = time.GetUtcNow();
                audit.Note(db, viewer.Name, "close account", Named(user), "");
            }

            return Task.CompletedTask;
        }, cancellationToken);

    /// <summary>Opens a closed account again.</summary>
    /// <exception cref="AccessDeniedException">The viewer is no admin.</exception>
    public Task OpenAsync(Viewer viewer, int userId, CancellationToken cancellationToken) =>
        ChangeAsync(viewer, userId, (db, user) =>
        {
            if (user.DisabledAt is not null)
            {
                user.DisabledAt = null;
                audit.Note(db, viewer.Name, "open account", Named(user), "");
            }

            return Task.CompletedTask;
        }, cancellationToken);

    private async Task ChangeAsync(Viewer viewer, int userId, Func<ForeactDb, User, Task> change, CancellationToken cancellationToken)
    {
        viewer.DemandAdmin();
        await using var db = await contexts.OpenAsync(viewer, cancellationToken);
        if (await db.Users.SingleOrDefaultAsync(u => u.Id == userId, cancellationToken) is not { } user)
            return; // Accounts are never removed, so this one never was.
        await change(db, user);
        await db.SaveChangesAsync(cancellationToken);
        directory.Forget(userId);
    }

    private static string Named(User user) => $"{user.Name} ({user.Subject})";
}
