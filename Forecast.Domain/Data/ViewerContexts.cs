using Forecast.Domain.Access;
using Microsoft.EntityFrameworkCore;

namespace Forecast.Domain.Data;

/// <summary>Opens the database for somebody.</summary>
public sealed class ViewerContexts(IDbContextFactory<ForeactDb> contexts)
{
    /// <summary>A context to read and write with for a viewer; the caller disposes of it.</summary>
    public Task<ForeactDb> OpenAsync(Viewer viewer, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(viewer);
        return contexts.CreateDbContextAsync(cancellationToken);
    }
}
