using Forecast.Domain.Access;
using Forecast.Domain.Data;
using Forecast.Domain.Loads;
using Microsoft.EntityFrameworkCore;

namespace Forecast.Web.Features.Sales.Reading;

/// <summary>Reads about loads; admins only.</summary>
internal sealed class LoadReader(ViewerContexts contexts)
{
    /// <summary>The latest loads, or those before one of them, latest first.</summary>
    public async Task<IReadOnlyList<Load>> RecentAsync(Viewer viewer, long? before, int count, CancellationToken cancellationToken)
    {
        viewer.DemandAdmin();
        await using var db = await contexts.OpenAsync(viewer, cancellationToken);
        return await db.Loads.AsNoTracking().Where(l => before == null || l.Id < before).OrderByDescending(l => l.Id).Take(count)
            .ToListAsync(cancellationToken);
    }

    /// <summary>One load; null when there is none of that number.</summary>
    public async Task<Load?> FindAsync(Viewer viewer, long id, CancellationToken cancellationToken)
    {
        viewer.DemandAdmin();
        await using var db = await contexts.OpenAsync(viewer, cancellationToken);
        return await db.Loads.AsNoTracking().SingleOrDefaultAsync(l => l.Id == id, cancellationToken);
    }

    /// <summary>Some of a load's rejected rows, in the order of the file, after a line.</summary>
    public async Task<IReadOnlyList<RejectedRow>> RejectedAsync(
        Viewer viewer, long loadId, long afterLine, int count, CancellationToken cancellationToken)
    {
        viewer.DemandAdmin();
        await using var db = await contexts.OpenAsync(viewer, cancellationToken);
        return await db.RejectedRows.AsNoTracking().Where(r => r.LoadId == loadId && r.Line > afterLine).OrderBy(r => r.Line).Take(count)
            .ToListAsync(cancellationToken);
    }

    /// <summary>Why rows of a load were rejected, the most frequent reason first.</summary>
    public async Task<IReadOnlyList<RejectedReason>> ReasonsAsync(
        Viewer viewer, long loadId, int count, CancellationToken cancellationToken)
    {
        viewer.DemandAdmin();
        await using var db = await contexts.OpenAsync(viewer, cancellationToken);
        return await db.RejectedReasons.AsNoTracking().Where(r => r.LoadId == loadId).OrderByDescending(r => r.Rows).ThenBy(r => r.Reason)
            .Take(count).ToListAsync(cancellationToken);
    }

    /// <summary>All rejected rows of a load that are kept, one at a time.</summary>
    public async IAsyncEnumerable<RejectedRow> AllRejectedAsync(
        Viewer viewer, long loadId, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        viewer.DemandAdmin();
        await using var db = await contexts.OpenAsync(viewer, cancellationToken);
        await foreach (
            var row in db.RejectedRows.AsNoTracking().Where(r => r.LoadId == loadId).OrderBy(r => r.Line).AsAsyncEnumerable()
            .WithCancellation(cancellationToken))
            yield return row;
    }
}
