using System.Globalization;
using Forecast.Domain.Access;
using Forecast.Domain.Catalog;
using Forecast.Domain.Data;
using Forecast.Domain.Worklists;
using Forecast.Web.Access;
using Forecast.Web.Features.Worklists.Reading;
using Microsoft.EntityFrameworkCore;

namespace Forecast.Web.Features.Worklists;

/// <summary>
/// What planners do with lines of a worklist, one or many at once. Each change and its entry in the audit are one transaction, and each can
/// be undone as long as nobody has changed the line since.
/// </summary>
internal sealed class WorklistChanges(ViewerContexts contexts, AuditTrail audit, TimeProvider time)
{
    /// <summary>Lines changed at a time at most: more than a page is no look at each.</summary>
    public const int Most = 500;

    private const int Named = 5;

    /// <summary>Somebody has looked at them and is done with them.</summary>
    /// <exception cref="AccessDeniedException">The viewer may only look.</exception>
    /// <exception cref="WorklistRefusedException">None of the lines is there, or there are too many.</exception>
    public Task<SettledLines> ReviewAsync(Viewer viewer, IReadOnlyCollection<long> ids, CancellationToken cancellationToken) =>
        ChangeAsync(viewer, ids, "reviewed", "", (_, entry) => Settle(entry, WorklistStatus.Reviewed, null), cancellationToken);

    /// <summary>They come back on a day.</summary>
    /// <exception cref="AccessDeniedException">The viewer may only look.</exception>
    /// <exception cref="WorklistRefusedException">Likewise, or the day is over or too far away.</exception>
    public Task<SettledLines> SnoozeAsync(
        Viewer viewer, IReadOnlyCollection<long> ids, DateOnly until, CancellationToken cancellationToken) =>
        ChangeAsync(
            viewer, ids, "snoozed", string.Create(CultureInfo.InvariantCulture, $"until {until:yyyy-MM-dd}, "),
            (around, entry) =>
            {
                var today = around.Regions[entry.RegionId].BusinessDay(time.GetUtcNow());
                if (until <= today || until > today.AddDays(WorklistView.MostDaysAway))
                {
                    throw new WorklistRefusedException(
                        $"A line can be put off until a day from tomorrow on, for {WorklistView.MostDaysAway} days at most.");
                }

                Settle(entry, WorklistStatus.Snoozed, until);
            }, cancellationToken);

    /// <summary>They are open again.</summary>
    /// <exception cref="AccessDeniedException">The viewer may only look.</exception>
    /// <exception cref="WorklistRefusedException">None of the lines is there, or there are too many.</exception>
    public Task<SettledLines> ReopenAsync(Viewer viewer, IReadOnlyCollection<long> ids, CancellationToken cancellationToken) =>
        ChangeAsync(viewer, ids, "opened again", "", (_, entry) => Settle(entry, WorklistStatus.Open, null), cancellationToken);

    /// <summary>Somebody is to look at them; null takes the name away.</summary>
    /// <exception cref="AccessDeniedException">The viewer may only look.</exception>
    /// <exception cref="WorklistRefusedException">Likewise, or the person does not plan the region.</exception>
    public Task<SettledLines> AssignAsync(
        Viewer viewer, IReadOnlyCollection<long> ids, int? userId, CancellationToken cancellationToken) =>
        ChangeAsync(viewer, ids, userId is null ? "unassigned" : "assigned", "", (around, entry) =>
        {
            var planner = around.Planners[entry.RegionId].FirstOrDefault(p => p.Id == userId);
            if (userId is not null && planner is null)
                throw new WorklistRefusedException("This person does not plan the region, or plans it no more. Choose somebody else.");
            (entry.AssignedTo, entry.AssignedName) = (planner?.Id, planner?.Name ?? "");
        }, cancellationToken);

    /// <summary>Takes a change back, of the lines that nobody has changed since; how many those were.</summary>
    /// <exception cref="AccessDeniedException">The viewer may only look.</exception>
    public async Task<int> UndoAsync(Viewer viewer, SettledLines settled, CancellationToken cancellationToken)
    {
        viewer.DemandPlanner();
        await using var db = await contexts.OpenAsync(viewer, cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var before = settled.Before.ToDictionary(b => b.Id);
        long[] ids = [.. before.Keys];
        int[] granted = [.. viewer.RegionIds];
        var entries = await db.WorklistEntries
            .Where(e => ids.Contains(e.Id) && granted.Contains(e.RegionId) && e.SettledAt == settled.At).ToListAsync(cancellationToken);
        foreach (var entry in entries)
            before[entry.Id].PutBack(entry);
        var regions = await RegionsAsync(db, entries, cancellationToken);
        await NoteAsync(db, viewer, "undone", "", entries, regions, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return entries.Count;
    }

    private async Task<SettledLines> ChangeAsync(
        Viewer viewer, IReadOnlyCollection<long> ids, string what, string detail,
        Action<Surroundings, WorklistEntry> change, CancellationToken cancellationToken)
    {
        viewer.DemandPlanner();
        if (ids.Count > Most)
            throw new WorklistRefusedException($"{ids.Count} lines are too many at a time; {Most} are allowed.");
        await using var db = await contexts.OpenAsync(viewer, cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        int[] granted = [.. viewer.RegionIds];
        var entries = await db.WorklistEntries.Where(e => ids.Contains(e.Id) && granted.Contains(e.RegionId))
            .OrderByDescending(e => e.Rank).ToListAsync(cancellationToken);
        if (entries.Count == 0)
            throw new WorklistRefusedException("There is no such line in your regions.");
        var around = new Surroundings(
            await RegionsAsync(db, entries, cancellationToken), await PlannersAsync(db, entries, cancellationToken));
        // What PostgreSQL keeps, so that it can be compared with.
        var now = new DateTimeOffset(time.GetUtcNow().Ticks / TimeSpan.TicksPerMicrosecond * TimeSpan.TicksPerMicrosecond, TimeSpan.Zero);
        List<LineBefore> before = [.. entries.Select(LineBefore.Of)];
        foreach (var entry in entries)
        {
            change(around, entry);
            (entry.SettledAt, entry.SettledBy) = (now, viewer.Name);
        }

        await NoteAsync(db, viewer, what, detail, entries, around.Regions, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return new SettledLines(what, now, before);
    }

    private static void Settle(WorklistEntry entry, WorklistStatus status, DateOnly? until)
    {
        (entry.Status, entry.SnoozedUntil, entry.BackBecause) = (status, until, "");
        entry.SettledUnits = status == WorklistStatus.Open ? null : entry.Units;
    }

    private static async Task<ILookup<int, Planner>> PlannersAsync(
        ForeactDb db, List<WorklistEntry> entries, CancellationToken cancellationToken)
    {
        int[] regions = [.. entries.Select(e => e.RegionId).Distinct()];
        var planners = await db.Database.SqlQuery<RegionPlanner>(
            $"""SELECT r.id AS "RegionId", p.id AS "Id", p.name AS "Name" FROM unnest({regions}) r (id), planners_of_region(r.id) p""")
            .ToListAsync(cancellationToken);
        return planners.ToLookup(p => p.RegionId, p => new Planner(p.Id, p.Name));
    }

    /// <summary>One entry per region: what, how many, and the names of the first.</summary>
    private async Task NoteAsync(
        ForeactDb db, Viewer viewer, string what, string detail, IReadOnlyCollection<WorklistEntry> entries,
        IReadOnlyDictionary<int, Region> regions, CancellationToken cancellationToken)
    {
        foreach (var region in entries.GroupBy(e => e.RegionId))
        {
            WorklistEntry[] lines = [.. region];
            var named = string.Join("; ", lines.Take(Named).Select(l => $"{l.Id} {l.Kind} {l.Title}"));
            var who = what == "assigned" ? $"to {lines[0].AssignedName}, " : "";
            await audit.NoteAsync(
                db, viewer.Name, $"worklist {what}", $"region {regions[region.Key].Code}",
                $"{detail}{who}{lines.Length} lines: {named}{(lines.Length > Named ? "; …" : "")}", cancellationToken);
        }
    }

    private static async Task<IReadOnlyDictionary<int, Region>> RegionsAsync(
        ForeactDb db, List<WorklistEntry> entries, CancellationToken cancellationToken)
    {
        int[] ids = [.. entries.Select(e => e.RegionId).Distinct()];
        return await db.Regions.AsNoTracking().Where(r => ids.Contains(r.Id)).ToDictionaryAsync(r => r.Id, cancellationToken);
    }

    private sealed record Surroundings(IReadOnlyDictionary<int, Region> Regions, ILookup<int, Planner> Planners);

    private sealed record RegionPlanner(int RegionId, int Id, string Name);
}
