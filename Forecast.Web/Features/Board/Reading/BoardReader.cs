using Forecast.Domain.Access;
using Forecast.Domain.Calendar;
using Forecast.Domain.Catalog;
using Forecast.Domain.Data;
using Forecast.Domain.Forecasts;
using Forecast.Domain.Loads;
using Forecast.Domain.Runs;
using Forecast.Domain.Worklists;
using Forecast.Web.Shared;
using Microsoft.EntityFrameworkCore;

namespace Forecast.Web.Features.Board.Reading;

/// <summary>Reads a region's board: pointers, packed outlooks and a few lines about freshness; never the series.</summary>
internal sealed class BoardReader(ViewerContexts contexts, OutlookCache outlooks, ItemNames items, TimeProvider time)
{
    /// <summary>
    /// The board of a region, or of the viewer's first region when no code is given. Null when the viewer has no such region:
    /// a region that does not exist and one that is not theirs look the same.
    /// </summary>
    public async Task<RegionBoard?> ReadAsync(Viewer viewer, string? regionCode, CancellationToken cancellationToken)
    {
        await using var db = await contexts.OpenAsync(viewer, cancellationToken);
        int[] granted = [.. viewer.RegionIds];
        var regions = await db.Regions.AsNoTracking().Where(r => granted.Contains(r.Id)).OrderBy(r => r.Name)
            .ToListAsync(cancellationToken);
        var region = regionCode is null ? regions.FirstOrDefault() : regions.Find(r => r.Code == regionCode);
        if (region is null)
            return null;

        viewer.DemandRegion(region.Id);
        var now = time.GetUtcNow();
        var current = await db.CurrentForecasts.AsNoTracking().Where(c => c.RegionId == region.Id)
            .ToDictionaryAsync(c => c.StoreId, cancellationToken);
        var versions = await VersionsAsync(db, current.Values, cancellationToken);
        var trading = await TradingAsync(db, region, region.BusinessDay(now), cancellationToken);
        var stores = await StoresAsync(db, trading, current, cancellationToken);
        return new RegionBoard
        {
            Region = region,
            Regions = regions,
            ReadAt = now,
            Stores = stores,
            Sales = (await RegionSalesReader.ReadAsync(db, [(region, trading)], now, cancellationToken))[0],
            Items = await items.ReadAsync(db, [.. stores.SelectMany(s => s.Outlook?.ItemIds ?? []).Distinct()], cancellationToken),
            Versions = versions,
            NewerSales = await NewerSalesAsync(db, stores, versions, cancellationToken),
            Holidays = Holidays(region, stores),
            ToLookAt = await ToLookAtAsync(db, region.Id, region.BusinessDay(now), cancellationToken),
            LastFailure = await LastFailureAsync(db, region.Id, versions, cancellationToken),
        };
    }

    /// <summary>When the region's forecast last moved: tells cheaply whether a board is still what is on show.</summary>
    public async Task<DateTimeOffset?> LastPublishedAsync(Viewer viewer, int regionId, CancellationToken cancellationToken)
    {
        viewer.DemandRegion(regionId);
        await using var db = await contexts.OpenAsync(viewer, cancellationToken);
        return await db.CurrentForecasts.Where(c => c.RegionId == regionId)
            .MaxAsync(c => (DateTimeOffset?)c.PublishedAt, cancellationToken);
    }

    private static async Task<IReadOnlyList<BoardVersion>> VersionsAsync(
        ForeactDb db, IReadOnlyCollection<CurrentForecast> current, CancellationToken cancellationToken)
    {
        long[] ids = [.. current.Select(c => c.VersionId).Distinct()];
        var read =
            from version in db.ForecastVersions
            where ids.Contains(version.Id)
            join model in db.ModelVersions on version.ModelVersionId equals model.Id into models
            from model in models.DefaultIfEmpty()
            join opinion in db.SecondOpinions on version.ModelVersionId equals opinion.ModelVersionId into opinions
            from opinion in opinions.DefaultIfEmpty()
            select new
            {
                version.Id,
                version.Origin,
                version.CreatedAt,
                version.PublishedAt,
                version.ModelVersionId,
                ModelOrigin = (DateOnly?)model.Origin,
                Independent = opinion.Model,
                RetrainsBehind = (int?)opinion.RetrainsBehind,
            };
        var published = current.GroupBy(c => c.VersionId).ToDictionary(g => g.Key, g => g.Max(c => c.PublishedAt));
        return [.. (await read.ToListAsync(cancellationToken))
            .Select(v => new BoardVersion(v.Id, v.Origin, v.CreatedAt, v.PublishedAt ?? published[v.Id], v.ModelVersionId, v.ModelOrigin)
            {
                Outdone = OpinionWords.Outdone(v.Independent, v.RetrainsBehind ?? 0),
            })
            .OrderByDescending(v => v.PublishedAt).ThenByDescending(v => v.Id)];
    }

    private static Task<List<Store>> TradingAsync(ForeactDb db, Region region, DateOnly today, CancellationToken cancellationToken) =>
        db.Stores.AsNoTracking().Where(s => s.RegionId == region.Id && (s.ClosedOn == null || s.ClosedOn >= today))
            .OrderBy(s => s.Name).ThenBy(s => s.Code).ToListAsync(cancellationToken);

    private async Task<IReadOnlyList<BoardStore>> StoresAsync(
        ForeactDb db, List<Store> stores, Dictionary<int, CurrentForecast> current, CancellationToken cancellationToken)
    {
        var pointers = stores.Select(s => current.GetValueOrDefault(s.Id)).OfType<CurrentForecast>().ToList();
        var found = await outlooks.ReadAsync(db, pointers.SelectMany(Keys), cancellationToken);
        return [.. stores.Select(s =>
        {
            var pointer = current.GetValueOrDefault(s.Id);
            return new BoardStore(s.Id, s.Code, s.Name, s.Type)
            {
                OpenedOn = s.OpenedOn,
                VersionId = pointer?.VersionId,
                Outlook = pointer is null ? null : found.GetValueOrDefault((pointer.VersionId, s.Id)),
                Previous = pointer?.PreviousVersionId is { } before ? found.GetValueOrDefault((before, s.Id)) : null,
            };
        })];

        static IEnumerable<(long, int)> Keys(CurrentForecast pointer) => pointer.PreviousVersionId is { } previous
            ? [(pointer.VersionId, pointer.StoreId), (previous, pointer.StoreId)]
            : [(pointer.VersionId, pointer.StoreId)];
    }

    private static IReadOnlyList<Holiday> Holidays(Region region, IReadOnlyList<BoardStore> stores)
    {
        var outlooks = stores.Select(s => s.Outlook).OfType<StoreOutlook>().ToList();
        return outlooks.Count == 0 || !HolidayCalendar.Knows(region.HolidayCalendar)
            ? []
            : HolidayCalendar.For(
                region.HolidayCalendar, outlooks.Min(o => o.Origin).AddDays(-StoreOutlook.SalesDays),
                outlooks.Max(o => o.Origin).AddDays(outlooks.Max(o => o.Mean.Length)));
    }

    private static async Task<NewerSales?> NewerSalesAsync(
        ForeactDb db, IReadOnlyList<BoardStore> stores, IReadOnlyList<BoardVersion> versions, CancellationToken cancellationToken)
    {
        if (versions.Count == 0)
            return null;
        var oldest = versions.Min(v => v.CreatedAt);
        // Two steps, because the first one usually ends it: no load has ended since.
        var loads = await db.Loads.Where(l => l.Status == LoadStatus.Succeeded && l.FinishedAt > oldest)
            .Select(l => new { l.Id, FinishedAt = l.FinishedAt!.Value }).ToDictionaryAsync(l => l.Id, l => l.FinishedAt, cancellationToken);
        if (loads.Count == 0)
            return null;

        long[] loadIds = [.. loads.Keys];
        int[] storeIds = [.. stores.Select(s => s.Id)];
        var changes = await db.SalesChanges.Where(c => storeIds.Contains(c.StoreId) && loadIds.Contains(c.LoadId))
            .Select(c => new { c.StoreId, c.LoadId }).ToListAsync(cancellationToken);
        var computed = versions.ToDictionary(v => v.Id, v => v.CreatedAt);
        var byId = stores.ToDictionary(s => s.Id);
        var newer = changes.Where(c => byId[c.StoreId].VersionId is { } version && loads[c.LoadId] > computed[version]).ToList();
        return newer.Count == 0
            ? null
            : new NewerSales(
                newer.Max(c => loads[c.LoadId]),
                [.. newer.Select(c => byId[c.StoreId].Name).Distinct().Order(StringComparer.CurrentCulture)]);
    }

    private static Task<int> ToLookAtAsync(ForeactDb db, int regionId, DateOnly today, CancellationToken cancellationToken) =>
        db.WorklistEntries
            .Where(e => e.RegionId == regionId && e.GoneAt == null && (e.Status == WorklistStatus.Open
                || (e.Status == WorklistStatus.Snoozed && e.SnoozedUntil <= today)))
            .Take(RegionBoard.MostToLookAt).CountAsync(cancellationToken);

    private static async Task<FailedRun?> LastFailureAsync(
        ForeactDb db, int regionId, IReadOnlyList<BoardVersion> versions, CancellationToken cancellationToken)
    {
        var last = await db.Runs.AsNoTracking().Where(r => r.RegionId == regionId && r.FinishedAt != null)
            .OrderByDescending(r => r.RequestedAt).FirstOrDefaultAsync(cancellationToken);
        return last is { Status: RunStatus.Failed, FinishedAt: { } at } && versions.All(v => v.PublishedAt < at)
            ? new FailedRun(last.Id, at, last.Message)
            : null;
    }
}
