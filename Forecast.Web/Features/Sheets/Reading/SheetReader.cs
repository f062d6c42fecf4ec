using Forecast.Domain.Access;
using Forecast.Domain.Calendar;
using Forecast.Domain.Catalog;
using Forecast.Domain.Data;
using Forecast.Domain.Forecasts;
using Forecast.Domain.Sales;
using Forecast.Web.Features.Board.Reading;
using Microsoft.EntityFrameworkCore;

namespace Forecast.Web.Features.Sheets.Reading;

/// <summary>
/// Reads the series of a store, of an item, or one of them: a handful of queries however many series there are. What is not the viewer's
/// looks like what does not exist.
/// </summary>
internal sealed class SheetReader(ViewerContexts contexts, OutlookCache outlooks, TimeProvider time)
{
    /// <summary>Days before the forecast that a sheet knows the sales of: those of a store's outlook.</summary>
    private const int PastDays = StoreOutlook.SalesDays;

    /// <summary>All items of a store; null when the viewer has no such store.</summary>
    public Task<Sheet?> OfStoreAsync(Viewer viewer, string regionCode, string storeCode, CancellationToken cancellationToken) =>
        ReadAsync(viewer, regionCode, storeCode, null, cancellationToken);

    /// <summary>An item in all stores of a region that sell it; null when there is none that the viewer may see.</summary>
    public Task<Sheet?> OfItemAsync(Viewer viewer, string regionCode, string itemCode, CancellationToken cancellationToken) =>
        ReadAsync(viewer, regionCode, null, itemCode, cancellationToken);

    /// <summary>One item in one store; null when the viewer has no such series.</summary>
    public Task<Sheet?> OfSeriesAsync(
        Viewer viewer, string regionCode, string storeCode, string itemCode, CancellationToken cancellationToken) =>
        ReadAsync(viewer, regionCode, storeCode, itemCode, cancellationToken);

    private async Task<Sheet?> ReadAsync(
        Viewer viewer, string regionCode, string? storeCode, string? itemCode, CancellationToken cancellationToken)
    {
        await using var db = await contexts.OpenAsync(viewer, cancellationToken);
        int[] granted = [.. viewer.RegionIds];
        var regions = await db.Regions.AsNoTracking().Where(r => granted.Contains(r.Id)).OrderBy(r => r.Name)
            .ToListAsync(cancellationToken);
        if (regions.Find(r => r.Code == regionCode) is not { } region)
            return null;

        viewer.DemandRegion(region.Id);
        var series = await SeriesAsync(db, region.Id, storeCode, itemCode, cancellationToken);
        if (itemCode is not null && series.Count == 0)
            return null;
        var now = time.GetUtcNow();
        var stores = await StoresAsync(db, region, storeCode, itemCode, region.BusinessDay(now), cancellationToken);
        if (stores.Count == 0)
            return null;
        var sold = await RegionSalesReader.ReadAsync(db, [(region, [.. stores.Select(s => s.Store)])], now, cancellationToken);
        var known = storeCode is null ? [] : await OutlooksAsync(db, stores[0].Current, cancellationToken);
        return await FillAsync(
            db,
            new Sheet
            {
                Region = region,
                Regions = regions,
                ReadAt = now,
                Stores = [.. stores.Select(s => Named(s, known))],
                Item = itemCode is null ? null : series[0].Item,
                Series = [],
                Freshness = sold[0].At(now),
            },
            stores, series, cancellationToken);
    }

    /// <summary>The series asked for, with their items, by item and store.</summary>
    private static async Task<List<(int Id, int StoreId, SheetItem Item)>> SeriesAsync(
        ForeactDb db, int regionId, string? storeCode, string? itemCode, CancellationToken cancellationToken)
    {
        var read = await (
            from series in db.Series.AsNoTracking()
            join store in db.Stores on series.StoreId equals store.Id
            join item in db.Items on series.ItemId equals item.Id
            where store.RegionId == regionId && (storeCode == null || store.Code == storeCode)
                && (itemCode == null || item.Code == itemCode)
            orderby item.Code, store.Code
            select new { series.Id, series.StoreId, item }).ToListAsync(cancellationToken);
        var items = read.DistinctBy(r => r.item.Id).ToDictionary(
            r => r.item.Id,
            r => new SheetItem(r.item.Id, r.item.Code, r.item.Name, r.item.Category, r.item.UnitsPerCase, r.item.UnitsPerPallet));
        return [.. read.Select(r => (r.Id, r.StoreId, items[r.item.Id]))];
    }

    /// <summary>The stores asked for, with what is on show of them: those that trade, unless one is asked for by its code.</summary>
    private static async Task<List<ShownStore>> StoresAsync(
        ForeactDb db, Region region, string? storeCode, string? itemCode, DateOnly today, CancellationToken cancellationToken)
    {
        var wanted = storeCode is not null
            ? db.Stores.Where(s => s.Code == storeCode)
            : db.Stores.Where(s => (s.ClosedOn == null || s.ClosedOn >= today)
                && db.Series.Any(x => x.StoreId == s.Id && db.Items.Any(i => i.Id == x.ItemId && i.Code == itemCode)));
        var read = await (
            from store in wanted.AsNoTracking()
            where store.RegionId == region.Id
            join pointer in db.CurrentForecasts on store.Id equals pointer.StoreId into pointers
            from pointer in pointers.DefaultIfEmpty()
            join version in db.ForecastVersions on pointer.VersionId equals version.Id into versions
            from version in versions.DefaultIfEmpty()
            join before in db.ForecastVersions on pointer.PreviousVersionId equals (long?)before.Id into befores
            from before in befores.DefaultIfEmpty()
            orderby store.Name, store.Code
            select new { store, pointer, version, before }).ToListAsync(cancellationToken);
        return [.. read.Select(r => new ShownStore(r.store, r.pointer, r.version, r.before))];
    }

    /// <summary>The outlook on show and the one before; a sheet of one store only.</summary>
    private Task<Dictionary<(long Version, int Store), StoreOutlook>> OutlooksAsync(
        ForeactDb db, CurrentForecast? current, CancellationToken cancellationToken)
    {
        IEnumerable<long?> versions = [current?.VersionId, current?.PreviousVersionId];
        return outlooks.ReadAsync(db, versions.OfType<long>().Select(v => (v, current!.StoreId)), cancellationToken);
    }

    private static BoardStore Named(ShownStore shown, Dictionary<(long, int), StoreOutlook> outlooks) =>
        new(shown.Store.Id, shown.Store.Code, shown.Store.Name, shown.Store.Type)
        {
            OpenedOn = shown.Store.OpenedOn,
            VersionId = shown.Current?.VersionId,
            Outlook = shown.Current is { } on ? outlooks.GetValueOrDefault((on.VersionId, on.StoreId)) : null,
            Previous = shown.Current?.PreviousVersionId is { } before ? outlooks.GetValueOrDefault((before, shown.Store.Id)) : null,
        };

    private static async Task<Sheet> FillAsync(
        ForeactDb db, Sheet sheet, List<ShownStore> stores, List<(int Id, int StoreId, SheetItem Item)> series,
        CancellationToken cancellationToken)
    {
        var shown = stores.Where(s => s.Version is not null).ToList();
        if (shown.Count == 0)
            return sheet with { Series = [.. series.Select(s => Unforecast(sheet, s)).OfType<SheetSeries>()] };
        DateOnly from = shown.Min(s => s.Version!.Origin).AddDays(1 - PastDays),
            to = shown.Max(s => s.Version!.Origin.AddDays(s.Version.Horizon));
        int[] ids = [.. series.Select(s => s.Id)];
        var forecasts = await ForecastsAsync(db, shown, ids, cancellationToken);
        var history = await HistoryReader.ReadAsync(db, ids, from, to, cancellationToken);
        var remarks = await RemarksAsync(db, ids, from, cancellationToken);
        var newest = shown.MaxBy(s => s.Current!.PublishedAt)!;
        var byStore = shown.ToDictionary(s => s.Store.Id);
        return sheet with
        {
            Series =
            [
                .. series.Select(s => Unforecast(sheet, s)).OfType<SheetSeries>()
                    .Select(s => Known(s, byStore.GetValueOrDefault(s.Store.Id), forecasts, history, remarks)),
            ],
            Holidays = HolidayCalendar.Knows(sheet.Region.HolidayCalendar)
                ? HolidayCalendar.For(sheet.Region.HolidayCalendar, from, to)
                : [],
            Closed = sheet.Store is { } store ? await ClosedAsync(db, store.Id, from, to, cancellationToken) : new HashSet<DateOnly>(),
            PublishedAt = newest.Current!.PublishedAt,
            ModelVersionId = newest.Version!.ModelVersionId,
        };
    }

    /// <summary>A series as far as the catalogue knows it; null if its store does not trade any more.</summary>
    private static SheetSeries? Unforecast(Sheet sheet, (int Id, int StoreId, SheetItem Item) series) =>
        sheet.Stores.FirstOrDefault(s => s.Id == series.StoreId) is { } store
            ? new SheetSeries { Id = series.Id, Store = store, Item = series.Item }
            : null;

    /// <summary>The paths on show and those shown before, by version and series.</summary>
    private static async Task<Dictionary<(long Version, int Series), SeriesForecast>> ForecastsAsync(
        ForeactDb db, List<ShownStore> shown, int[] seriesIds, CancellationToken cancellationToken)
    {
        // All parts of the key are named, so that the database goes straight to these rows of these partitions.
        var versions = shown.SelectMany(s => new[] { s.Version, s.Before }).OfType<ForecastVersion>().DistinctBy(v => v.Id).ToList();
        DateOnly[] partitions = [.. versions.Select(v => v.Partition).Distinct()];
        long[] versionIds = [.. versions.Select(v => v.Id)];
        return await db.SeriesForecasts.AsNoTracking()
            .Where(f => partitions.Contains(f.Partition) && versionIds.Contains(f.VersionId) && seriesIds.Contains(f.SeriesId))
            .ToDictionaryAsync(f => (f.VersionId, f.SeriesId), cancellationToken);
    }

    private static async Task<ILookup<int, SalesRemark>> RemarksAsync(
        ForeactDb db, int[] seriesIds, DateOnly from, CancellationToken cancellationToken) =>
        (await db.SalesRemarks.AsNoTracking().Where(r => seriesIds.Contains(r.SeriesId) && r.Day >= from).OrderBy(r => r.Day)
            .ToListAsync(cancellationToken)).ToLookup(r => r.SeriesId);

    private static async Task<IReadOnlySet<DateOnly>> ClosedAsync(
        ForeactDb db, int storeId, DateOnly from, DateOnly to, CancellationToken cancellationToken)
    {
        var years = await db.StoreYears.AsNoTracking().Where(y => y.StoreId == storeId && y.Year >= from.Year && y.Year <= to.Year)
            .ToListAsync(cancellationToken);
        return years.SelectMany(y => y.Open.Select((open, at) => (Open: open, Day: new DateOnly(y.Year, 1, 1).AddDays(at))))
            .Where(d => d.Open == 0 && d.Day >= from && d.Day <= to).Select(d => d.Day).ToHashSet();
    }

    private static SheetSeries Known(
        SheetSeries series, ShownStore? shown, Dictionary<(long, int), SeriesForecast> forecasts,
        Dictionary<int, HistoryReader.History> history, ILookup<int, SalesRemark> remarks)
    {
        var past = history.GetValueOrDefault(series.Id);
        series = series with
        {
            Sold = past?.Sold ?? Track.None,
            Promotion = past?.Promotion ?? Track.None,
            Price = past?.Price ?? Track.None,
            StockedOut = past?.StockedOut ?? Track.None,
            Remarks = [.. remarks[series.Id]],
        };
        if (shown?.Version is not { } version || !forecasts.TryGetValue((version.Id, series.Id), out var now))
            return series;
        var first = version.Origin.AddDays(1);
        return series with
        {
            Origin = version.Origin,
            Mean = new Track(first, now.Mean),
            P10 = new Track(first, now.P10),
            P50 = new Track(first, now.P50),
            P90 = new Track(first, now.P90),
            Before = shown.Before is { } before && forecasts.TryGetValue((before.Id, series.Id), out var earlier)
                ? new Track(before.Origin.AddDays(1), earlier.Mean)
                : Track.None,
            Method = now.Method,
            Reason = now.Reason,
            Class = now.DemandClass,
        };
    }

    /// <summary>A store with its pointer and the versions it points to.</summary>
    private sealed record ShownStore(Store Store, CurrentForecast? Current, ForecastVersion? Version, ForecastVersion? Before);
}
