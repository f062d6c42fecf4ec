using Forecast.Domain.Access;
using Forecast.Domain.Catalog;
using Forecast.Domain.Data;
using Microsoft.EntityFrameworkCore;

namespace Forecast.Web.Features.People.Reading;

/// <summary>Reads who has an account; for admins.</summary>
internal sealed class PeopleReader(ViewerContexts contexts)
{
    /// <summary>Those whose name or address holds a text, by name; open accounts first.</summary>
    public async Task<IReadOnlyList<PersonRow>> FindAsync(Viewer viewer, string text, int count, CancellationToken cancellationToken)
    {
        viewer.DemandAdmin();
        await using var db = await contexts.OpenAsync(viewer, cancellationToken);
        var pattern = $"%{text.Trim().Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal)
            .Replace("_", "\\_", StringComparison.Ordinal)}%";
        var users = await db.Users.AsNoTracking()
            .Where(u => EF.Functions.ILike(u.Name, pattern) || EF.Functions.ILike(u.Email, pattern))
            .OrderBy(u => u.DisabledAt != null).ThenBy(u => u.Name).ThenBy(u => u.Id).Take(count).ToListAsync(cancellationToken);
        int[] ids = [.. users.Select(u => u.Id)];
        var grants = await
            (from grant in db.RegionGrants.AsNoTracking()
             join region in db.Regions on grant.RegionId equals region.Id
             where ids.Contains(grant.UserId)
             orderby region.Name
             select new { grant.UserId, Region = new PersonRegion(region.Id, region.Name, grant.ByGroup) }).ToListAsync(cancellationToken);
        var regions = grants.ToLookup(g => g.UserId, g => g.Region);
        return
        [
            .. users.Select(u => new PersonRow(u.Id, u.Name, u.Email, u.Role, [.. regions[u.Id]], u.LastSeenAt, u.DisabledAt is not null)),
        ];
    }

    /// <summary>Every region, by name: what can be granted.</summary>
    public async Task<IReadOnlyList<Region>> RegionsAsync(Viewer viewer, CancellationToken cancellationToken)
    {
        viewer.DemandAdmin();
        await using var db = await contexts.OpenAsync(viewer, cancellationToken);
        return await db.Regions.AsNoTracking().OrderBy(r => r.Name).ToListAsync(cancellationToken);
    }
}
