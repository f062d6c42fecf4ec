using System.ComponentModel;
using Forecast.Domain.Data;
using Forecast.Domain.Forecasts;
using Forecast.Web.Access;
using Forecast.Web.Access.Api;
using Forecast.Web.Features.Api.Answers;
using Forecast.Web.Features.Api.Questions;
using Forecast.Web.Features.Api.Reading;
using Microsoft.EntityFrameworkCore;

namespace Forecast.Web.Features.Api.Resources;

/// <summary>How well past forecasts of a store met its sales, one to seven days ahead.</summary>
public sealed record StoreAccuracy
{
    [Description("Code of the region.")]
    public required string Region { get; init; }

    [Description("Code of the store.")]
    public required string Store { get; init; }

    [Description("The version on show, which was scored with it.")]
    public required long Version { get; init; }

    [Description("Last day of which sales were known to it.")]
    public required DateOnly Origin { get; init; }

    [Description("Last day known to the first of the scored forecasts; null where none was scored.")]
    public required DateOnly? FirstBacktest { get; init; }

    [Description("Last day known to the last of them.")]
    public required DateOnly? LastBacktest { get; init; }

    [Description("Units missed ÷ units sold over items and days; null where that tells nothing.")]
    public required double? Wape { get; init; }

    [Description("The same, had last week been repeated.")]
    public required double? NaiveWape { get; init; }

    [Description("Whether the forecasts were worse than repeating last week.")]
    public required bool IsWorseThanNaive { get; init; }

    [Description("Units missed: with those sold, figures of several stores can be pooled.")]
    public required double UnitsMissed { get; init; }

    [Description("Units missed, had last week been repeated.")]
    public required double UnitsMissedByNaive { get; init; }

    [Description("Units sold on the scored days.")]
    public required double UnitsSold { get; init; }
}

/// <summary>Accuracy per store, as the product works it out with each forecast.</summary>
internal static class AccuracyResource
{
    private static readonly IReadOnlyList<Column<StoreAccuracy>> Table =
    [
        Columns.Text<StoreAccuracy>("region", a => a.Region), Columns.Text<StoreAccuracy>("store", a => a.Store),
        Columns.Whole<StoreAccuracy>("version", a => a.Version), Columns.Day<StoreAccuracy>("origin", a => a.Origin),
        Columns.Day<StoreAccuracy>("firstBacktest", a => a.FirstBacktest), Columns.Day<StoreAccuracy>("lastBacktest", a => a.LastBacktest),
        Columns.Number<StoreAccuracy>("wape", a => a.Wape), Columns.Number<StoreAccuracy>("naiveWape", a => a.NaiveWape),
        Columns.Number<StoreAccuracy>("unitsMissed", a => a.UnitsMissed),
        Columns.Number<StoreAccuracy>("unitsMissedByNaive", a => a.UnitsMissedByNaive),
        Columns.Number<StoreAccuracy>("unitsSold", a => a.UnitsSold),
    ];

    public static void MapAccuracy(this RouteGroupBuilder api) => api.MapGet("/accuracy", GetAsync)
        .Takes(ApiParameters.Region, ApiParameters.Stores, ApiParameters.Limit, ApiParameters.After)
        .Describe("accuracy", "Accuracy", "How well past forecasts of each store met its sales, one to seven days ahead.")
        .ProducesTable<StoreAccuracy>().Refuses(404, 406).RequireAuthorization(ApiScopes.Read);

    private static async Task<IResult> GetAsync(
        HttpContext context, ViewerSource viewers, ViewerContexts contexts, VersionReader versions)
    {
        var (question, ended) = (ApiQuestion.Of(context), context.RequestAborted);
        var viewer = await viewers.CurrentAsync(ended);
        var (after, limit) = Pages.Bounds(question);
        await using var db = await contexts.OpenAsync(viewer, ended);
        var regions = await ScopeReader.RegionsAsync(db, viewer, question.Get(ApiParameters.Region), ended);
        var stores = await ScopeReader.StoresAsync(db, regions, question.Get(ApiParameters.Stores), ended);
        var shown = (await versions.OnShowAsync(db, regions, stores, ended)).Where(s => s.StoreId > after).Take(limit + 1).ToList();
        int[] storeIds = [.. shown.Select(s => s.StoreId)];
        long[] versionIds = [.. shown.Select(s => s.VersionId).Distinct()];
        var scored = await db.StoreOutlooks.AsNoTracking().Where(o => storeIds.Contains(o.StoreId) && versionIds.Contains(o.VersionId))
            .Select(o => new
            {
                o.StoreId,
                o.VersionId,
                o.Origin,
                o.BacktestOrigins,
                o.AbsoluteResidual,
                o.NaiveAbsoluteResidual,
                o.AbsoluteActual,
            })
            .ToDictionaryAsync(o => (o.StoreId, o.VersionId), ended);
        var found = shown.Where(s => scored.ContainsKey((s.StoreId, s.VersionId))).ToList();
        return await ApiAnswers.PageAsync(context, Pages.Of(question, found, limit, s => s.StoreId, s =>
        {
            var (store, score) = (stores[s.StoreId], scored[(s.StoreId, s.VersionId)]);
            var (wape, naive) = BacktestAccuracy.Telling(
                BacktestAccuracy.Wape([(score.AbsoluteResidual, score.AbsoluteActual)]),
                BacktestAccuracy.Wape([(score.NaiveAbsoluteResidual, score.AbsoluteActual)]));
            return new StoreAccuracy
            {
                Region = regions[store.RegionId].Code,
                Store = store.Code,
                Version = s.VersionId,
                Origin = score.Origin,
                FirstBacktest = score.BacktestOrigins is [var first, ..] ? first : null,
                LastBacktest = score.BacktestOrigins is [.., var last] ? last : null,
                Wape = wape,
                NaiveWape = naive,
                IsWorseThanNaive = BacktestAccuracy.IsWorseThanBaseline(wape, naive),
                UnitsMissed = Scored(score.AbsoluteResidual),
                UnitsMissedByNaive = Scored(score.NaiveAbsoluteResidual),
                UnitsSold = Scored(score.AbsoluteActual),
            };
        }), Table);
    }

    private static double Scored(float[] steps) => Math.Round(steps.Take(BacktestAccuracy.Days).Sum(units => (double)units), 3);
}
