using Forecast.Domain.Catalog;
using Forecast.Domain.Data;
using Forecast.Web.Features.Api.Problems;
using Forecast.Web.Features.Api.Questions;
using Microsoft.EntityFrameworkCore;

namespace Forecast.Web.Features.Api.Reading;

/// <summary>Finds the versions that a question is about: those on show, those that were at some moment, or a certain one.</summary>
internal sealed class VersionReader(TimeProvider time)
{
    public async Task<IReadOnlyList<ShownVersion>> ReadAsync(
        ForeactDb db, ApiQuestion question, IReadOnlyDictionary<int, Region> regions, IReadOnlyDictionary<int, Store> stores,
        CancellationToken cancellationToken) => (question.Get(ApiParameters.Version), question.Get(ApiParameters.AsOf)) switch
        {
            (not null, not null) => throw ApiProblems.WrongParameter(
                "asOf", "version and asOf are both given, and each names a version.", "Give one of them."),
            ({ } version, null) => await OneAsync(db, version, regions, stores, cancellationToken),
            (null, { } moment) => await AsOfAsync(db, moment, stores, cancellationToken),
            _ => await OnShowAsync(db, regions, stores, cancellationToken),
        };

    /// <summary>What the board shows: stores that have closed are not among them.</summary>
    public async Task<IReadOnlyList<ShownVersion>> OnShowAsync(
        ForeactDb db, IReadOnlyDictionary<int, Region> regions, IReadOnlyDictionary<int, Store> stores, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        int[] trading = [.. stores.Values.Where(s => !(s.ClosedOn < regions[s.RegionId].BusinessDay(now))).Select(s => s.Id)];
        var shown =
            from current in db.CurrentForecasts
            join version in db.ForecastVersions on current.VersionId equals version.Id
            where trading.Contains(current.StoreId)
            orderby current.StoreId
            select new ShownVersion(current.StoreId, version.Id, version.Partition);
        return await shown.ToListAsync(cancellationToken);
    }

    private static async Task<IReadOnlyList<ShownVersion>> OneAsync(
        ForeactDb db, long id, IReadOnlyDictionary<int, Region> regions, IReadOnlyDictionary<int, Store> stores,
        CancellationToken cancellationToken)
    {
        int[] regionIds = [.. regions.Keys];
        var version = await db.ForecastVersions.AsNoTracking()
            .SingleOrDefaultAsync(v => v.Id == id && regionIds.Contains(v.RegionId) && v.PublishedAt != null, cancellationToken);
        if (version is null || !await db.StoreOutlooks.AnyAsync(o => o.VersionId == id, cancellationToken))
        {
            throw ApiProblems.NotThere(
                $"There is no version {id} in your regions, or it is no longer kept.", "query parameter version",
                "Rows of /api/v1/forecasts and /api/v1/runs name the versions there are.");
        }

        return [.. stores.Values.Where(s => s.RegionId == version.RegionId)
            .Select(s => new ShownVersion(s.Id, version.Id, version.Partition))];
    }

    private static async Task<IReadOnlyList<ShownVersion>> AsOfAsync(
        ForeactDb db, DateTimeOffset moment, IReadOnlyDictionary<int, Store> stores, CancellationToken cancellationToken)
    {
        int[] storeIds = [.. stores.Keys];
        var published =
            from outlook in db.StoreOutlooks
            join version in db.ForecastVersions on outlook.VersionId equals version.Id
            where storeIds.Contains(outlook.StoreId) && version.PublishedAt <= moment
            select new { outlook.StoreId, version.Id, version.Partition, version.PublishedAt };
        var latest = published.GroupBy(p => p.StoreId)
            .Select(g => g.OrderByDescending(p => p.PublishedAt).ThenByDescending(p => p.Id).First());
        return [.. (await latest.ToListAsync(cancellationToken)).OrderBy(p => p.StoreId)
            .Select(p => new ShownVersion(p.StoreId, p.Id, p.Partition))];
    }
}
