using Forecast.Domain.Access;
using Microsoft.EntityFrameworkCore;

namespace Forecast.Domain.Data;

/// <summary>Opens the database for somebody: whatever reads or writes for a viewer asks here.</summary>
public sealed class ViewerContexts(IDbContextFactory<ForeactDb> contexts)
{
    /// <summary>A context for one operation of this viewer.</summary>
    public Task<ForeactDb> OpenAsync(Viewer viewer, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(viewer);
        return contexts.CreateDbContextAsync(cancellationToken);
    }
}
