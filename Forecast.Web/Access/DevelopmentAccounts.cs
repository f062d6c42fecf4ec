using Forecast.Domain.Access;
using Forecast.Domain.Data;
using Microsoft.EntityFrameworkCore;

namespace Forecast.Web.Access;

/// <summary>The accounts that the development sign-in offers.</summary>
internal sealed class DevelopmentAccounts(IDbContextFactory<ForeactDb> contexts)
{
    public async Task<IReadOnlyList<DevelopmentAccount>> ListAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var users = await db.Users.AsNoTracking().Where(u => u.DisabledAt == null && u.Kind == AccountKind.Person)
            .OrderByDescending(u => u.Role).ThenBy(u => u.Name)
            .Take(100).ToListAsync(cancellationToken);
        var regions = await db.RegionGrants
            .Join(db.Regions, g => g.RegionId, r => r.Id, (g, r) => new { g.UserId, r.Name })
            .OrderBy(r => r.Name).ToListAsync(cancellationToken);
        var byUser = regions.ToLookup(r => r.UserId, r => r.Name);
        return [.. users.Select(u => new DevelopmentAccount(u.Id, u.Name, u.Role, [.. byUser[u.Id]]))];
    }
}
