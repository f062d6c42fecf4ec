using System.ComponentModel;
using Forecast.Domain.Catalog;
using Forecast.Domain.Data;
using Forecast.Web.Access;
using Forecast.Web.Access.Api;
using Forecast.Web.Features.Api.Answers;
using Forecast.Web.Features.Api.Problems;
using Forecast.Web.Features.Api.Questions;
using Forecast.Web.Features.Api.Reading;

namespace Forecast.Web.Features.Api.Resources;

/// <summary>What was sold of one item in one store.</summary>
public sealed record ActualSeries
{
    [Description("Code of the region.")]
    public required string Region { get; init; }

    [Description("Code of the store.")]
    public required string Store { get; init; }

    [Description("Code of the item.")]
    public required string Item { get; init; }

    [Description("The day of the first value.")]
    public required DateOnly FirstDay { get; init; }

    [Description("Units sold per day; null where nothing is loaded, 0 where nothing was sold.")]
    public required float?[] Units { get; init; }
}

/// <summary>What was sold, day by day.</summary>
internal static class ActualResource
{
    private const int Usual = 28;

    private static readonly IReadOnlyList<Column<(ActualSeries Of, int Day)>> Table =
    [
        Columns.Text<(ActualSeries Of, int Day)>("region", row => row.Of.Region),
        Columns.Text<(ActualSeries Of, int Day)>("store", row => row.Of.Store),
        Columns.Text<(ActualSeries Of, int Day)>("item", row => row.Of.Item),
        Columns.Day<(ActualSeries Of, int Day)>("day", row => row.Of.FirstDay.AddDays(row.Day)),
        Columns.Units<(ActualSeries Of, int Day)>("units", row => row.Of.Units[row.Day]),
    ];

    public static void MapActuals(this RouteGroupBuilder api) => api.MapGet("/actuals", GetAsync)
        .Takes(
            ApiParameters.Region, ApiParameters.Stores, ApiParameters.Items, ApiParameters.From, ApiParameters.To,
            ApiParameters.HistoryLimit, ApiParameters.After)
        .Describe("actuals", "Sales", "What was sold per day, item and store. JSON has a row per series; CSV and Parquet a row per day.")
        .ProducesTable<ActualSeries>().Refuses(404, 406).RequireAuthorization(ApiScopes.Read);

    private static async Task<IResult> GetAsync(HttpContext context, ViewerSource viewers, ViewerContexts contexts, TimeProvider time)
    {
        var (question, ended) = (ApiQuestion.Of(context), context.RequestAborted);
        var viewer = await viewers.CurrentAsync(ended);
        await using var db = await contexts.OpenAsync(viewer, ended);
        var regions = await ScopeReader.RegionsAsync(db, viewer, question.Get(ApiParameters.Region), ended);
        var stores = await ScopeReader.StoresAsync(db, regions, question.Get(ApiParameters.Stores), ended);
        var items = await ScopeReader.ItemsAsync(db, viewer, question.Get(ApiParameters.Items), ended);
        var days = Days(question, regions.Values, time.GetUtcNow());
        var page = await SeriesPage.FindAsync(
            db, [.. stores.Keys], items, question.AfterSeries(), (int)question.Get(ApiParameters.HistoryLimit)!.Value, ended);
        var sold = await ActualReader.ReadAsync(db, [.. stores.Keys], items, page, days.From, days.To, ended);
        var answer = new Page<ActualSeries>
        {
            Items = [.. sold.Select(s => new ActualSeries
            {
                Region = regions[stores[s.StoreId].RegionId].Code,
                Store = stores[s.StoreId].Code,
                Item = s.Item,
                FirstDay = days.From,
                Units = s.Units,
            })],
            Next = question.NextSeries(page),
        };
        return await ApiAnswers.PageAsync(
            context, answer, series => Enumerable.Range(0, series.Units.Length).Select(day => (series, day)), Table);
    }

    private static (DateOnly From, DateOnly To) Days(ApiQuestion question, IEnumerable<Region> regions, DateTimeOffset now)
    {
        var last = question.Get(ApiParameters.To)
            ?? regions.Select(r => r.LastCompleteDay(now)).DefaultIfEmpty(DateOnly.FromDateTime(now.UtcDateTime)).Max();
        var first = question.Get(ApiParameters.From) ?? last.AddDays(1 - Usual);
        if (first > last)
            throw ApiProblems.WrongParameter(
                "from", $"from ({first:yyyy-MM-dd}) lies after to ({last:yyyy-MM-dd}).", "Begin before the end.");
        return last.DayNumber - first.DayNumber < ApiParameters.MostDays ? (first, last) : throw ApiProblems.WrongParameter(
            "from", $"{last.DayNumber - first.DayNumber + 1} days are asked for.",
            $"Ask for {ApiParameters.MostDays} days at most at once.");
    }
}
