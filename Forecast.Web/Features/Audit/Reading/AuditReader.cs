using Forecast.Domain.Access;
using Forecast.Domain.Data;
using Microsoft.EntityFrameworkCore;

namespace Forecast.Web.Features.Audit.Reading;

/// <summary>Reads what was written down; for admins.</summary>
internal sealed class AuditReader(ViewerContexts contexts)
{
    /// <summary>Entries that hold a text in any column, newest first, older than one of them.</summary>
    public async Task<IReadOnlyList<AuditEntry>> FindAsync(
        Viewer viewer, string text, long? before, int count, CancellationToken cancellationToken)
    {
        viewer.DemandAdmin();
        await using var db = await contexts.OpenAsync(viewer, cancellationToken);
        return await Entries(db, text).Where(a => before == null || a.Id < before).Take(count).ToListAsync(cancellationToken);
    }

    /// <summary>All of them, read as they are asked for.</summary>
    public async IAsyncEnumerable<AuditEntry> AllAsync(
        Viewer viewer, string text, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        viewer.DemandAdmin();
        await using var db = await contexts.OpenAsync(viewer, cancellationToken);
        await foreach (var entry in Entries(db, text).AsAsyncEnumerable().WithCancellation(cancellationToken))
            yield return entry;
    }

    private static IQueryable<AuditEntry> Entries(ForeactDb db, string text)
    {
        var entries = db.AuditEntries.AsNoTracking();
        if (text.Trim() is { Length: > 0 } wanted)
        {
            var lower = wanted.ToLowerInvariant();
            entries = entries.Where(a => a.By.ToLower().Contains(lower) || a.Action.ToLower().Contains(lower)
                || a.Subject.ToLower().Contains(lower) || a.Detail.ToLower().Contains(lower));
        }

        return entries.OrderByDescending(a => a.Id);
    }
}
