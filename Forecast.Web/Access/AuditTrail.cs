using Forecast.Domain.Access;
using Forecast.Domain.Data;
using Microsoft.EntityFrameworkCore;
using Npgsql;

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

    /// <summary>An entry that is saved together with what it is about, or not at all; where the audit may be read.</summary>
    public void Note(ForeactDb db, string by, string action, string subject, string detail) =>
        db.Add(Entry(by, action, subject, detail));

    /// <summary>
    /// Likewise, in the transaction that is under way: for viewers, who may add to the audit but read nothing of it, not even what they
    /// have just added.
    /// </summary>
    public Task NoteAsync(
        ForeactDb db, string by, string action, string subject, string detail, CancellationToken cancellationToken) =>
        AuditInsert.AddAsync(
            (NpgsqlConnection)db.Database.GetDbConnection(), Entry(by, action, subject, detail), cancellationToken);

    private AuditEntry Entry(string by, string action, string subject, string detail) =>
        new() { At = time.GetUtcNow(), By = by, Action = action, Subject = subject, Detail = detail };
}
