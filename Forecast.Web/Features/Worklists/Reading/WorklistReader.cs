using Forecast.Domain.Access;
using Forecast.Domain.Data;
using Forecast.Domain.Worklists;
using Forecast.Web.Features.Worklists.Figures;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Forecast.Web.Features.Worklists.Reading;

/// <summary>Reads a region's worklist: as many lines as are shown, and counts of the others.</summary>
internal sealed class WorklistReader(ViewerContexts contexts, TimeProvider time, IOptions<WorklistOptions> options)
{
    /// <summary>Null when the viewer has no such region, or none at all.</summary>
    public async Task<WorklistView?> ReadAsync(Viewer viewer, WorklistFilter filter, CancellationToken cancellationToken)
    {
        await using var db = await contexts.OpenAsync(viewer, cancellationToken);
        int[] granted = [.. viewer.RegionIds];
        var regions = await db.Regions.AsNoTracking().Where(r => granted.Contains(r.Id)).OrderBy(r => r.Name)
            .ToListAsync(cancellationToken);
        var region = filter.Region is null ? regions.FirstOrDefault() : regions.Find(r => r.Code == filter.Region);
        if (region is null)
            return null;
        viewer.DemandRegion(region.Id);
        var today = region.BusinessDay(time.GetUtcNow());
        var state = await db.RegionWorklists.AsNoTracking().SingleOrDefaultAsync(w => w.RegionId == region.Id, cancellationToken);
        var planners = await PlannersAsync(db, region.Id, cancellationToken);
        var counts = await CountsAsync(db, region.Id, today, cancellationToken);
        int settled = await SettledAsync(db, region.Id, state, cancellationToken);
        var fitting = Fitting(db, viewer, region.Id, filter, today, [.. planners.Select(p => (int?)p.Id)]);
        int budget = options.Value.Budget;
        int skip = filter.Page <= 1 ? 0 : (filter.Page - 1) * WorklistFilter.PageSize;
        int take = filter.IsBudgeted ? Math.Max(0, budget - settled) : WorklistFilter.PageSize;
        return new WorklistView
        {
            Region = region,
            Regions = regions,
            State = state,
            Today = today,
            Lines = await LinesAsync(db, fitting, region.Code, planners, skip, take, cancellationToken),
            Fitting = filter.Who is null
                ? counts.Where(c => c.Status == filter.Status && (filter.Kind is null || c.Kind == filter.Kind)).Sum(c => c.Count)
                : await fitting.CountAsync(cancellationToken),
            ByKind = counts.Where(c => c.Status == filter.Status).GroupBy(c => c.Kind).ToDictionary(g => g.Key, g => g.Sum(c => c.Count)),
            ByStatus = counts.GroupBy(c => c.Status).ToDictionary(g => g.Key, g => g.Sum(c => c.Count)),
            Settled = settled,
            Budget = budget,
            Planners = planners,
            Card = await CardAsync(db, region.Id, today, cancellationToken),
        };
    }

    /// <summary>A line that was put off until today is open again, whether or not a run has passed over it.</summary>
    private static IQueryable<WorklistEntry> Fitting(
        ForeactDb db, Viewer viewer, int regionId, WorklistFilter filter, DateOnly today, int?[] planners)
    {
        var there = db.WorklistEntries.AsNoTracking().Where(e => e.RegionId == regionId && e.GoneAt == null);
        var of = filter.Status switch
        {
            WorklistStatus.Open => there.Where(
                e => e.Status == WorklistStatus.Open || (e.Status == WorklistStatus.Snoozed && e.SnoozedUntil <= today)),
            WorklistStatus.Snoozed => there.Where(e => e.Status == WorklistStatus.Snoozed && e.SnoozedUntil > today),
            _ => there.Where(e => e.Status == WorklistStatus.Reviewed),
        };
        if (filter.Kind is { } kind)
            of = of.Where(e => e.Kind == kind);
        return filter.Who switch
        {
            "me" => of.Where(e => e.AssignedTo == viewer.UserId),
            "nobody" => of.Where(e => e.AssignedTo == null),
            "left" => of.Where(e => e.AssignedTo != null && !planners.Contains(e.AssignedTo)),
            _ => of,
        };
    }

    private static async Task<IReadOnlyList<WorklistLine>> LinesAsync(
        ForeactDb db, IQueryable<WorklistEntry> fitting, string regionCode, IReadOnlyList<Planner> planners, int skip, int take,
        CancellationToken cancellationToken)
    {
        if (take == 0)
            return [];
        var read =
            from entry in fitting.OrderByDescending(e => e.Rank).ThenBy(e => e.Id).Skip(skip).Take(take)
            join store in db.Stores on entry.StoreId equals store.Id into stores
            from store in stores.DefaultIfEmpty()
            join item in db.Items on entry.ItemId equals item.Id into items
            from item in items.DefaultIfEmpty()
            orderby entry.Rank descending, entry.Id
            select new { Entry = entry, Store = store.Code, Item = item.Code };
        var plan = planners.Select(p => p.Id).ToHashSet();
        return
        [
            .. (await read.ToListAsync(cancellationToken)).Select(l => new WorklistLine(
                l.Entry, Destination.Of(l.Entry, regionCode, l.Store, l.Item),
                l.Entry.AssignedTo is { } assignee && !plan.Contains(assignee))),
        ];
    }

    private static async Task<IReadOnlyList<(WorklistKind Kind, WorklistStatus Status, int Count)>> CountsAsync(
        ForeactDb db, int regionId, DateOnly today, CancellationToken cancellationToken)
    {
        var counts = await db.WorklistEntries.Where(e => e.RegionId == regionId && e.GoneAt == null)
            .GroupBy(e => new { e.Kind, e.Status, IsDue = e.SnoozedUntil != null && e.SnoozedUntil <= today })
            .Select(g => new { g.Key.Kind, g.Key.Status, g.Key.IsDue, Count = g.Count() }).ToListAsync(cancellationToken);
        return
        [
            .. counts.Select(c => (
                c.Kind, c is { Status: WorklistStatus.Snoozed, IsDue: true } ? WorklistStatus.Open : c.Status, c.Count)),
        ];
    }

    private static async Task<int> SettledAsync(ForeactDb db, int regionId, RegionWorklist? state, CancellationToken cancellationToken) =>
        state?.MadeAt is { } made
            ? await db.WorklistEntries.CountAsync(
                e => e.RegionId == regionId && e.GoneAt == null && e.Status != WorklistStatus.Open && e.SettledAt >= made,
                cancellationToken)
            : 0;

    /// <summary>Accounts are not for viewers to read; a function of the database names those who plan the region, and no more.</summary>
    private static async Task<IReadOnlyList<Planner>> PlannersAsync(ForeactDb db, int regionId, CancellationToken cancellationToken) =>
        await db.Database.SqlQuery<Planner>($"""SELECT id AS "Id", name AS "Name" FROM planners_of_region({regionId})""")
            .OrderBy(p => p.Name).ToListAsync(cancellationToken);

    private static async Task<IReadOnlyList<KindScore>> CardAsync(
        ForeactDb db, int regionId, DateOnly today, CancellationToken cancellationToken)
    {
        var until = new DateOnly(today.Year, today.Month, 1);
        var since = until.AddMonths(-1);
        var judged = await db.WorklistEntries
            .Where(e => e.RegionId == regionId && e.LastDay >= since && e.LastDay < until && e.Verdict != null)
            .GroupBy(e => new { e.Kind, e.Verdict }).Select(g => new { g.Key.Kind, g.Key.Verdict, Count = g.Count() })
            .ToListAsync(cancellationToken);
        var counts = judged.ToLookup(j => j.Kind);
        return
        [
            .. counts.OrderBy(kind => kind.Key).Select(kind => new KindScore(
                kind.Key, Of(kind.Key, WorklistVerdict.Right), Of(kind.Key, WorklistVerdict.Wrong),
                Of(kind.Key, WorklistVerdict.Unknown))),
        ];

        int Of(WorklistKind kind, WorklistVerdict verdict) => counts[kind].Where(j => j.Verdict == verdict).Sum(j => j.Count);
    }
}
