using System.ComponentModel;
using Forecast.Domain.Data;
using Forecast.Web.Access;
using Forecast.Web.Access.Api;
using Forecast.Web.Features.Api.Answers;
using Forecast.Web.Features.Api.Questions;
using Forecast.Web.Features.Api.Reading;
using Microsoft.EntityFrameworkCore;

namespace Forecast.Web.Features.Api.Resources;

/// <summary>A region of the caller.</summary>
public sealed record RegionAnswer
{
    [Description("Code of the region.")]
    public required string Code { get; init; }

    [Description("Its name.")]
    public required string Name { get; init; }

    [Description("Its IANA time zone; its days are read on this clock.")]
    public required string TimeZone { get; init; }

    [Description("Code of its holiday calendar; empty for none.")]
    public required string HolidayCalendar { get; init; }

    [Description("Today, in the region.")]
    public required DateOnly Today { get; init; }

    [Description("When its forecast last moved; null before the first one.")]
    public required DateTimeOffset? PublishedAt { get; init; }
}

/// <summary>A store of the caller's regions.</summary>
public sealed record StoreAnswer
{
    [Description("Code of the store.")]
    public required string Code { get; init; }

    [Description("Its name.")]
    public required string Name { get; init; }

    [Description("Code of its region.")]
    public required string Region { get; init; }

    [Description("Its format; empty when unknown.")]
    public required string Type { get; init; }

    [Description("First trading day; null when unknown.")]
    public required DateOnly? OpenedOn { get; init; }

    [Description("Last trading day; null while it trades.")]
    public required DateOnly? ClosedOn { get; init; }
}

/// <summary>An item that is sold in the caller's regions.</summary>
public sealed record ItemAnswer
{
    [Description("Code of the item.")]
    public required string Code { get; init; }

    [Description("Its name.")]
    public required string Name { get; init; }

    [Description("Its category; empty when unknown.")]
    public required string Category { get; init; }

    [Description("Units in a case; null when unknown.")]
    public required double? UnitsPerCase { get; init; }

    [Description("Cases on a pallet; null when unknown.")]
    public required double? CasesPerPallet { get; init; }
}

/// <summary>Regions, stores and items: what there are forecasts of.</summary>
internal static class CatalogResources
{
    private static readonly IReadOnlyList<Column<RegionAnswer>> RegionTable =
    [
        Columns.Text<RegionAnswer>("code", r => r.Code), Columns.Text<RegionAnswer>("name", r => r.Name),
        Columns.Text<RegionAnswer>("timeZone", r => r.TimeZone), Columns.Text<RegionAnswer>("holidayCalendar", r => r.HolidayCalendar),
        Columns.Day<RegionAnswer>("today", r => r.Today), Columns.Moment<RegionAnswer>("publishedAt", r => r.PublishedAt),
    ];

    private static readonly IReadOnlyList<Column<StoreAnswer>> StoreTable =
    [
        Columns.Text<StoreAnswer>("code", s => s.Code), Columns.Text<StoreAnswer>("name", s => s.Name),
        Columns.Text<StoreAnswer>("region", s => s.Region), Columns.Text<StoreAnswer>("type", s => s.Type),
        Columns.Day<StoreAnswer>("openedOn", s => s.OpenedOn), Columns.Day<StoreAnswer>("closedOn", s => s.ClosedOn),
    ];

    private static readonly IReadOnlyList<Column<ItemAnswer>> ItemTable =
    [
        Columns.Text<ItemAnswer>("code", i => i.Code), Columns.Text<ItemAnswer>("name", i => i.Name),
        Columns.Text<ItemAnswer>("category", i => i.Category), Columns.Number<ItemAnswer>("unitsPerCase", i => i.UnitsPerCase),
        Columns.Number<ItemAnswer>("casesPerPallet", i => i.CasesPerPallet),
    ];

    public static void MapCatalog(this RouteGroupBuilder api)
    {
        api.MapGet("/regions", RegionsAsync).Takes(ApiParameters.Limit, ApiParameters.After)
            .Describe("regions", "Regions", "The regions that the caller may see.")
            .ProducesTable<RegionAnswer>().Refuses(406).RequireAuthorization(ApiScopes.Read);
        api.MapGet("/stores", StoresAsync).Takes(ApiParameters.Region, ApiParameters.Limit, ApiParameters.After)
            .Describe("stores", "Stores", "The stores of the caller's regions, closed ones as well.")
            .ProducesTable<StoreAnswer>().Refuses(404, 406).RequireAuthorization(ApiScopes.Read);
        api.MapGet("/items", ItemsAsync).Takes(ApiParameters.Category, ApiParameters.Limit, ApiParameters.After)
            .Describe("items", "Items", "The items that are sold in the caller's regions.")
            .ProducesTable<ItemAnswer>().Refuses(406).RequireAuthorization(ApiScopes.Read);
    }

    private static async Task<IResult> RegionsAsync(HttpContext context, ViewerSource viewers, ViewerContexts contexts, TimeProvider time)
    {
        var (question, ended) = (ApiQuestion.Of(context), context.RequestAborted);
        var viewer = await viewers.CurrentAsync(ended);
        int[] granted = [.. viewer.RegionIds];
        var (after, limit) = Pages.Bounds(question);
        await using var db = await contexts.OpenAsync(viewer, ended);
        var regions = await db.Regions.AsNoTracking().Where(r => granted.Contains(r.Id) && r.Id > after).OrderBy(r => r.Id).Take(limit + 1)
            .Select(r => new
            {
                Region = r,
                PublishedAt = db.CurrentForecasts.Where(c => c.RegionId == r.Id).Max(c => (DateTimeOffset?)c.PublishedAt),
            }).ToListAsync(ended);
        var now = time.GetUtcNow();
        return await ApiAnswers.PageAsync(context, Pages.Of(question, regions, limit, r => r.Region.Id, r => new RegionAnswer
        {
            Code = r.Region.Code,
            Name = r.Region.Name,
            TimeZone = r.Region.TimeZone,
            HolidayCalendar = r.Region.HolidayCalendar,
            Today = r.Region.BusinessDay(now),
            PublishedAt = r.PublishedAt,
        }), RegionTable);
    }

    private static async Task<IResult> StoresAsync(HttpContext context, ViewerSource viewers, ViewerContexts contexts)
    {
        var (question, ended) = (ApiQuestion.Of(context), context.RequestAborted);
        var viewer = await viewers.CurrentAsync(ended);
        var (after, limit) = Pages.Bounds(question);
        await using var db = await contexts.OpenAsync(viewer, ended);
        var regions = await ScopeReader.RegionsAsync(db, viewer, question.Get(ApiParameters.Region), ended);
        int[] regionIds = [.. regions.Keys];
        var stores = await db.Stores.AsNoTracking().Where(s => regionIds.Contains(s.RegionId) && s.Id > after).OrderBy(s => s.Id)
            .Take(limit + 1).ToListAsync(ended);
        return await ApiAnswers.PageAsync(context, Pages.Of(question, stores, limit, s => s.Id, s => new StoreAnswer
        {
            Code = s.Code,
            Name = s.Name,
            Region = regions[s.RegionId].Code,
            Type = s.Type,
            OpenedOn = s.OpenedOn,
            ClosedOn = s.ClosedOn,
        }), StoreTable);
    }

    private static async Task<IResult> ItemsAsync(HttpContext context, ViewerSource viewers, ViewerContexts contexts)
    {
        var (question, ended) = (ApiQuestion.Of(context), context.RequestAborted);
        var viewer = await viewers.CurrentAsync(ended);
        var (after, limit) = Pages.Bounds(question);
        var category = question.Get(ApiParameters.Category);
        await using var db = await contexts.OpenAsync(viewer, ended);
        var items = await ScopeReader.Sold(db, viewer).Where(i => i.Id > after && (category == null || i.Category == category))
            .OrderBy(i => i.Id).Take(limit + 1).ToListAsync(ended);
        return await ApiAnswers.PageAsync(context, Pages.Of(question, items, limit, i => i.Id, i => new ItemAnswer
        {
            Code = i.Code,
            Name = i.Name,
            Category = i.Category,
            UnitsPerCase = i.UnitsPerCase,
            CasesPerPallet = i.CasesPerPallet,
        }), ItemTable);
    }
}
