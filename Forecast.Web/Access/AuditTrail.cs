using Forecast.Domain.Access;
using Forecast.Domain.Data;
using Microsoft.EntityFrameworkCore;

namespace Forecast.Web.Access;

/// <summary>Writes down what must not be forgotten.</summary>
internal sealed class AuditTrail(IDbContextFactory<ForeactDb> contexts, TimeProvider time)
{
    /// <summary>An entry of its own, for what changes nothing else.</summary>
    public async Task AddAsync(string by, string action, string subject, string detail, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        Note(db, by, action, subject, detail);
        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>An entry that is kept together with what it is about, or not at all.</summary>
    public void Note(ForeactDb db, string by, string action, string subject, string detail) =>
        db.Add(new AuditEntry { At = time.GetUtcNow(), By = by, Action = action, Subject = subject, Detail = detail });
}
