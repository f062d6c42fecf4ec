using System.ComponentModel;
using Forecast.Training.Boosting.Global;
using Forecast.Training.Explanations;
using Forecast.Web.Access;
using Forecast.Web.Access.Api;
using Forecast.Web.Features.Api.Answers;
using Forecast.Web.Features.Api.Problems;
using Forecast.Web.Features.Api.Questions;
using Forecast.Web.Features.Board.Figures;
using Forecast.Web.Features.Board.Reading;
using Forecast.Web.Features.Drivers.Figures;

namespace Forecast.Web.Features.Api.Resources;

/// <summary>One day of a forecast, taken apart by its reasons: rounded so that the parts add up to what is on the board.</summary>
public sealed record ReasonDay
{
    [Description("The day.")]
    public required DateOnly Day { get; init; }

    [Description("Units of an ordinary day.")]
    public required double UsualLevel { get; init; }

    [Description("Units that the day of the week adds or takes.")]
    public required double DayOfWeek { get; init; }

    [Description("Units that the last days and weeks add or take.")]
    public required double Trend { get; init; }

    [Description("Units that the time of year adds or takes.")]
    public required double TimeOfYear { get; init; }

    [Description("Units that holidays add or take.")]
    public required double Holiday { get; init; }

    [Description("Units that promotions add or take.")]
    public required double Promotion { get; init; }

    [Description("Units that prices add or take.")]
    public required double Price { get; init; }

    [Description("Units that closed days add or take.")]
    public required double Closed { get; init; }

    [Description("Units on show that cannot be explained.")]
    public required double NotExplained { get; init; }

    [Description("Units by which the board differs from what the same models expect now.")]
    public required double ChangedSince { get; init; }

    [Description("Units on the board: the sum of all above.")]
    public required double OnTheBoard { get; init; }

    [Description("The holiday on the day or near it, in words; empty without one.")]
    public required string HolidayNear { get; init; }
}

/// <summary>Why a forecast is what it is.</summary>
public sealed record Reasons
{
    [Description("Day by day.")]
    public required IReadOnlyList<ReasonDay> Items { get; init; }

    [Description("What to know before trusting the figures, a sentence each.")]
    public required IReadOnlyList<string> Remarks { get; init; }
}

/// <summary>The parts of the page "Why this forecast?".</summary>
internal static class ReasonResource
{
    private const int Digits = 3;

    public static void MapReasons(this RouteGroupBuilder api) => api.MapGet("/reasons", GetAsync)
        .Takes(
            ApiParameters.OneRegion, ApiParameters.Stores, ApiParameters.Item, ApiParameters.Category, ApiParameters.DaysShown)
        .Describe("reasons", "Why this forecast", "The forecast on show of some stores, of all items or some, taken apart by its reasons.")
        .ProducesOne<Reasons>().Refuses(404, 406, 422).RequireAuthorization(ApiScopes.Read);

    private static async Task<IResult> GetAsync(
        HttpContext context, ViewerSource viewers, BoardReader boards, ForecastExplainer explainer)
    {
        var (question, ended) = (ApiQuestion.Of(context), context.RequestAborted);
        var (viewer, code) = (await viewers.CurrentAsync(ended), question.Get(ApiParameters.OneRegion)!);
        if (await boards.ReadAsync(viewer, code, ended) is not { } board)
            throw ApiProblems.NotThere($"There is no region {code} among yours.", "query parameter region",
                "GET /api/v1/regions lists yours.");
        var stores = question.Get(ApiParameters.Stores) ?? [];
        if (stores.Except(board.Stores.Select(s => s.Code), StringComparer.Ordinal).FirstOrDefault() is { } unknown)
            throw ApiProblems.NotThere(
                $"There is no trading store {unknown} in {code}.", "query parameter stores",
                "GET /api/v1/stores lists the stores there are.");
        var selection = new DriversSelection(
            stores, question.Get(ApiParameters.Item), question.Get(ApiParameters.Category),
            question.Get(ApiParameters.DaysShown) == "14" ? BoardSelection.TwoWeeks : BoardSelection.Week, null);
        var scope = DriversScope.Of(board, selection);
        if (scope.NotSold is { } what)
            throw ApiProblems.NotThere($"{what} is not sold in these stores.", "query parameters item, category",
                "GET /api/v1/items lists items.");
        var explanation = scope.Query is { } query ? await explainer.ExplainAsync(viewer, query, ended) : ForecastExplanation.Nothing;
        if (explanation.TooMany is { } series)
            throw ApiProblems.Refused(
                $"{series} series are too many to explain at a time.", "query parameter stores",
                $"Choose fewer stores, or an item: at most {ForecastExplainer.MostSeries} series.");
        if (DriversView.Of(scope, explanation) is not { } view)
            throw ApiProblems.NotThere("There is no forecast that could be explained.", "query",
                "GET /api/v1/forecasts says what is on show.");
        return await ApiAnswers.OneAsync(context, new Reasons { Items = [.. view.Days.Select(Of)], Remarks = [.. view.Remarks] });
    }

    private static ReasonDay Of(DriverColumn day)
    {
        var parts = RoundedParts.Of(
            [.. DriverWords.InOrder.Select(driver => day.Exact[driver]), day.NotExplained, day.Changed], day.Published, Digits);
        double Part(DemandDriver driver) => parts[Array.IndexOf(DriverWords.InOrder, driver)];
        return new ReasonDay
        {
            Day = day.Day!.Value,
            UsualLevel = Part(DemandDriver.Base),
            DayOfWeek = Part(DemandDriver.Weekday),
            Trend = Part(DemandDriver.Recent),
            TimeOfYear = Part(DemandDriver.Season),
            Holiday = Part(DemandDriver.Holiday),
            Promotion = Part(DemandDriver.Promotion),
            Price = Part(DemandDriver.Price),
            Closed = Part(DemandDriver.Opening),
            NotExplained = parts[^2],
            ChangedSince = parts[^1],
            OnTheBoard = Math.Round(day.Published, Digits, MidpointRounding.AwayFromZero),
            HolidayNear = day.HolidaysFelt,
        };
    }
}
