using System.ComponentModel;
using System.Text;
using Forecast.Domain.Catalog;
using Forecast.Domain.Data;
using Forecast.Web.Access;
using Forecast.Web.Access.Api;
using Forecast.Web.Features.Api.Answers;
using Forecast.Web.Features.Api.Questions;
using Forecast.Web.Features.Api.Reading;

namespace Forecast.Web.Features.Api.Resources;

/// <summary>The forecast of one item in one store; arrays run over its days.</summary>
public sealed record ForecastSeries
{
    [Description("Code of the region.")]
    public required string Region { get; init; }

    [Description("Code of the store.")]
    public required string Store { get; init; }

    [Description("Code of the item.")]
    public required string Item { get; init; }

    [Description("Key of the version; it never changes once it is published.")]
    public required long Version { get; init; }

    [Description("Last day of which sales were known to the forecast.")]
    public required DateOnly Origin { get; init; }

    [Description("The day of the first values below.")]
    public required DateOnly FirstDay { get; init; }

    [Description("Expected units per day. Means add up over items, stores and days.")]
    public required float[] Mean { get; init; }

    [Description("Units that 1 of 10 days stays below. Quantiles never add up.")]
    public required float[] P10 { get; init; }

    [Description("Units that half of the days stay below.")]
    public required float[] P50 { get; init; }

    [Description("Units that 9 of 10 days stay below.")]
    public required float[] P90 { get; init; }

    [Description("Short name of the method.")]
    public required string Method { get; init; }
}

/// <summary>Forecasts per series.</summary>
internal static class ForecastResource
{
    private static readonly IReadOnlyList<Column<(ForecastSeries Of, int Day)>> Table =
    [
        Columns.Text<(ForecastSeries Of, int Day)>("region", row => row.Of.Region),
        Columns.Text<(ForecastSeries Of, int Day)>("store", row => row.Of.Store),
        Columns.Text<(ForecastSeries Of, int Day)>("item", row => row.Of.Item),
        Columns.Day<(ForecastSeries Of, int Day)>("day", row => row.Of.FirstDay.AddDays(row.Day)),
        Columns.Units<(ForecastSeries Of, int Day)>("mean", row => row.Of.Mean[row.Day]),
        Columns.Units<(ForecastSeries Of, int Day)>("p10", row => row.Of.P10[row.Day]),
        Columns.Units<(ForecastSeries Of, int Day)>("p50", row => row.Of.P50[row.Day]),
        Columns.Units<(ForecastSeries Of, int Day)>("p90", row => row.Of.P90[row.Day]),
        Columns.Whole<(ForecastSeries Of, int Day)>("version", row => row.Of.Version),
        Columns.Day<(ForecastSeries Of, int Day)>("origin", row => row.Of.Origin),
        Columns.Text<(ForecastSeries Of, int Day)>("method", row => row.Of.Method),
    ];

    public static void MapForecasts(this RouteGroupBuilder api) => api.MapGet("/forecasts", GetAsync)
        .Takes(
            ApiParameters.Region, ApiParameters.Stores, ApiParameters.Items, ApiParameters.Days, ApiParameters.Version, ApiParameters.AsOf,
            ApiParameters.SeriesLimit, ApiParameters.After)
        .AddEndpointFilter(AnswerMemory.FilterAsync)
        .Describe("forecasts", "Forecasts per item and store",
            "The forecast on show, or an earlier one. JSON has a row per series with an array per quantity; CSV and Parquet a row per day.")
        .ProducesTable<ForecastSeries>().Refuses(404, 406).RequireAuthorization(ApiScopes.Read);

    private static async Task<IResult> GetAsync(
        HttpContext context, ViewerSource viewers, ViewerContexts contexts, VersionReader versions)
    {
        var (question, ended) = (ApiQuestion.Of(context), context.RequestAborted);
        var viewer = await viewers.CurrentAsync(ended);
        await using var db = await contexts.OpenAsync(viewer, ended);
        var regions = await ScopeReader.RegionsAsync(db, viewer, question.Get(ApiParameters.Region), ended);
        var stores = await ScopeReader.StoresAsync(db, regions, question.Get(ApiParameters.Stores), ended);
        var items = await ScopeReader.ItemsAsync(db, viewer, question.Get(ApiParameters.Items), ended);
        var shown = await versions.ReadAsync(db, question, regions, stores, ended);
        var page = await SeriesPage.FindAsync(
            db, [.. shown.Select(s => s.StoreId)], items, question.AfterSeries(),
            (int)question.Get(ApiParameters.SeriesLimit)!.Value, ended);
        var series = ForecastReader.ReadAsync(db, shown, items, (int?)question.Get(ApiParameters.Days), page)
            .Select(row => SeriesOf(row, stores[row.StoreId], regions));
        return await ApiAnswers.StreamAsync(
            context, Origin(question, regions, stores, shown, page), question.NextSeries(page), series,
            of => Enumerable.Range(0, of.Mean.Length).Select(day => (of, day)), Table);
    }

    private static ForecastSeries SeriesOf(ForecastRow row, Store store, IReadOnlyDictionary<int, Region> regions) => new()
    {
        Region = regions[store.RegionId].Code,
        Store = store.Code,
        Item = row.Item,
        Version = row.VersionId,
        Origin = row.Origin,
        FirstDay = row.Origin.AddDays(1),
        Mean = Rounded(row.Mean),
        P10 = Rounded(row.P10),
        P50 = Rounded(row.P50),
        P90 = Rounded(row.P90),
        Method = row.Method,
    };

    /// <summary>To a thousandth of a unit: more digits would cost their way and say nothing.</summary>
    private static float[] Rounded(float[] units)
    {
        for (int i = 0; i < units.Length; i++)
            units[i] = MathF.Round(units[i], 3);
        return units;
    }

    /// <summary>What is published never changes, so the versions, the codes and where the page ends say what is in it.</summary>
    private static byte[] Origin(
        ApiQuestion question, IReadOnlyDictionary<int, Region> regions, IReadOnlyDictionary<int, Store> stores,
        IReadOnlyList<ShownVersion> shown, SeriesPage page)
    {
        var origin = new StringBuilder("forecasts 1 ").Append(question.Canonical()).Append(page);
        foreach (var one in shown)
        {
            var store = stores[one.StoreId];
            origin.Append(' ').Append(regions[store.RegionId].Code).Append('/').Append(store.Code).Append('=').Append(one.VersionId);
        }

        return Encoding.UTF8.GetBytes(origin.ToString());
    }
}
