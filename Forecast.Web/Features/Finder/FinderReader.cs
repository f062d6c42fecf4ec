using Forecast.Domain.Access;
using Forecast.Domain.Data;
using Forecast.Web.Shared;
using Microsoft.EntityFrameworkCore;

namespace Forecast.Web.Features.Finder;

/// <summary>Finds stores, items, categories and pages by a part of their name or code: only what the viewer may see.</summary>
internal sealed class FinderReader(ViewerContexts contexts)
{
    /// <summary>Of each kind.</summary>
    private const int Most = 6;

    private const int LongestText = 100;

    /// <summary>What fits a text, codes and beginnings of names first; without a text, the pages.</summary>
    /// <param name="viewer">Who asks.</param>
    /// <param name="text">Part of a name or code.</param>
    /// <param name="regionCode">The region looked at, which items and categories are preferably shown in.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task<IReadOnlyList<Finding>> FindAsync(
        Viewer viewer, string? text, string? regionCode, CancellationToken cancellationToken)
    {
        var wanted = (text ?? "").Trim();
        if (wanted.Length > LongestText)
            return [];
        await using var db = await contexts.OpenAsync(viewer, cancellationToken);
        int[] granted = [.. viewer.RegionIds];
        var regions = await db.Regions.AsNoTracking().Where(r => granted.Contains(r.Id)).OrderBy(r => r.Name)
            .Select(r => new RegionName(r.Id, r.Code, r.Name)).ToListAsync(cancellationToken);
        var pages = Pages(viewer, regions).Where(p => p.Text.Contains(wanted, StringComparison.CurrentCultureIgnoreCase));
        if (wanted.Length == 0 || regions.Count == 0)
            return [.. pages];
        var region = regions.Find(r => r.Code == regionCode) ?? regions[0];
        var escaped = wanted.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("%", @"\%", StringComparison.Ordinal)
            .Replace("_", @"\_", StringComparison.Ordinal);
        var search = new Search(granted, region, escaped, wanted);
        return
        [
            .. await StoresAsync(db, search, cancellationToken),
            .. await ItemsAsync(db, search, cancellationToken),
            .. await CategoriesAsync(db, search, cancellationToken),
            .. pages.Take(Most),
        ];
    }

    private static async Task<IEnumerable<Finding>> StoresAsync(ForeactDb db, Search search, CancellationToken cancellationToken)
    {
        var found = await (
            from store in db.Stores.AsNoTracking()
            join region in db.Regions on store.RegionId equals region.Id
            where search.Granted.Contains(store.RegionId)
                && (EF.Functions.ILike(store.Name, search.Anywhere) || EF.Functions.ILike(store.Code, search.Anywhere))
            orderby EF.Functions.ILike(store.Code, search.Exactly) descending, EF.Functions.ILike(store.Name, search.AtStart) descending,
                store.RegionId == search.Region.Id descending, store.Name, store.Code
            select new { store.Name, store.Code, Region = region.Name, RegionCode = region.Code })
            .Take(Most).ToListAsync(cancellationToken);
        return found.Select(s => new Finding("Store", s.Name, $"{s.Code} · {s.Region}", Urls.Store(s.RegionCode, s.Code)));
    }

    /// <summary>Items that a store of the viewer's sells, in the region looked at if it is sold there.</summary>
    private static async Task<IEnumerable<Finding>> ItemsAsync(ForeactDb db, Search search, CancellationToken cancellationToken)
    {
        var found = await (
            from item in db.Items.AsNoTracking()
            where EF.Functions.ILike(item.Name, search.Anywhere) || EF.Functions.ILike(item.Code, search.Anywhere)
            let sold = (
                from series in db.Series
                join store in db.Stores on series.StoreId equals store.Id
                join region in db.Regions on store.RegionId equals region.Id
                where series.ItemId == item.Id && search.Granted.Contains(region.Id)
                orderby region.Id == search.Region.Id descending, region.Name
                select region.Code).FirstOrDefault()
            where sold != null
            orderby EF.Functions.ILike(item.Code, search.Exactly) descending, EF.Functions.ILike(item.Name, search.AtStart) descending,
                item.Name, item.Code
            select new { item.Name, item.Code, Region = sold }).Take(Most).ToListAsync(cancellationToken);
        return found.Select(i => new Finding("Item", i.Name, i.Code, Urls.Item(i.Region!, i.Code)));
    }

    private static async Task<IEnumerable<Finding>> CategoriesAsync(ForeactDb db, Search search, CancellationToken cancellationToken)
    {
        var found = await (
            from item in db.Items.AsNoTracking()
            where item.Category != "" && EF.Functions.ILike(item.Category, search.Anywhere) && db.Series.Any(
                s => s.ItemId == item.Id && db.Stores.Any(x => x.Id == s.StoreId && x.RegionId == search.Region.Id))
            select item.Category).Distinct().OrderBy(c => c).Take(Most).ToListAsync(cancellationToken);
        return found.Select(c => new Finding("Category", c, search.Region.Name, Urls.Why(search.Region.Code, [], category: c)));
    }

    private static IEnumerable<Finding> Pages(Viewer viewer, IReadOnlyList<RegionName> regions)
    {
        foreach (var region in regions)
            yield return Page($"{region.Name}: board", Urls.Board(region.Code, []));
        foreach (var region in regions)
            yield return Page($"{region.Name}: what the forecast rests on", Urls.Basis(region.Code));
        yield return Page("Transport", Urls.TransportAll);
        yield return Page("Runs", Urls.Runs);
        yield return Page("Accuracy", Urls.Accuracy);
        yield return Page("Models", Urls.Models);
        yield return Page("Worklist", Urls.Worklist());
        yield return Page("Days to look at", Urls.Days());
        if (!viewer.IsAdmin)
            yield break;
        yield return Page("Data", Urls.Data);
        yield return Page("Routes and sizes", Urls.TransportMaster);
        yield return Page("People", Urls.People);
        yield return Page("Audit", Urls.Audit);
        yield return Page("Jobs", Urls.Jobs);

        static Finding Page(string text, string href) => new("Page", text, "", href);
    }

    private sealed record RegionName(int Id, string Code, string Name);

    /// <summary>A text as patterns, escaped, and where to look.</summary>
    private sealed record Search(int[] Granted, RegionName Region, string Exactly, string Text)
    {
        public string AtStart => Exactly + "%";

        public string Anywhere => "%" + Exactly + "%";
    }
}
