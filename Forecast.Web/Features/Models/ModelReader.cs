using Forecast.Domain.Access;
using Forecast.Domain.Data;
using Forecast.Domain.Registry;
using Microsoft.EntityFrameworkCore;

namespace Forecast.Web.Features.Models;

/// <summary>Reads model versions and their promotions: only those of the viewer's regions.</summary>
internal sealed class ModelReader(ViewerContexts contexts)
{
    /// <summary>The latest complete versions, newest first.</summary>
    public async Task<IReadOnlyList<ModelRow>> RecentAsync(Viewer viewer, int count, CancellationToken cancellationToken)
    {
        await using var db = await contexts.OpenAsync(viewer, cancellationToken);
        return await Rows(db, viewer).Where(m => m.CompletedAt != null).OrderByDescending(m => m.Id).Take(count)
            .ToListAsync(cancellationToken);
    }

    /// <summary>One version; null if there is none of that key in the viewer's regions.</summary>
    public async Task<ModelRow?> FindAsync(Viewer viewer, long id, CancellationToken cancellationToken)
    {
        await using var db = await contexts.OpenAsync(viewer, cancellationToken);
        return await Rows(db, viewer).SingleOrDefaultAsync(m => m.Id == id, cancellationToken);
    }

    /// <summary>The stored parts of a version that was found before.</summary>
    public async Task<IReadOnlyList<ModelArtifact>> ArtifactsAsync(
        Viewer viewer, ModelRow model, CancellationToken cancellationToken)
    {
        await using var db = await contexts.OpenAsync(viewer, cancellationToken);
        return await db.ModelArtifacts.AsNoTracking().Where(a => a.ModelVersionId == model.Id).OrderBy(a => a.Shard)
            .ToListAsync(cancellationToken);
    }

    /// <summary>The latest promotions, newest first, with the name and clock of their region.</summary>
    public async Task<IReadOnlyList<(AliasMove Move, string Region, string TimeZone)>> MovesAsync(
        Viewer viewer, int count, CancellationToken cancellationToken)
    {
        await using var db = await contexts.OpenAsync(viewer, cancellationToken);
        int[] granted = [.. viewer.RegionIds];
        var moves =
            from move in db.AliasMoves.AsNoTracking()
            join region in db.Regions on move.RegionId equals region.Id
            where granted.Contains(move.RegionId) && move.Alias == ModelAlias.Champion
            orderby move.Id descending
            select new { move, region.Name, region.TimeZone };
        return [.. (await moves.Take(count).ToListAsync(cancellationToken)).Select(m => (m.move, m.Name, m.TimeZone))];
    }

    private static IQueryable<ModelRow> Rows(ForeactDb db, Viewer viewer)
    {
        int[] granted = [.. viewer.RegionIds];
        return
            from model in db.ModelVersions.AsNoTracking()
            join region in db.Regions on model.RegionId equals region.Id
            join run in db.Runs on model.RunId equals run.Id
            join opinion in db.SecondOpinions on model.Id equals opinion.ModelVersionId into opinions
            from opinion in opinions.DefaultIfEmpty()
            where granted.Contains(model.RegionId)
            select new ModelRow
            {
                Id = model.Id,
                RegionName = region.Name,
                Origin = model.Origin,
                SeriesCount = model.SeriesCount,
                Wape = model.Wape,
                NaiveWape = model.NaiveWape,
                CompletedAt = model.CompletedAt,
                RunId = model.RunId,
                RequestedBy = run.RequestedBy,
                IsChampion = db.ModelAliases.Any(a => a.ModelVersionId == model.Id && a.Alias == ModelAlias.Champion),
                TimeZone = region.TimeZone,
                Opinion = opinion,
            };
    }
}
