using System.ComponentModel;
using Forecast.Domain.Access;
using Forecast.Domain.Data;
using Forecast.Domain.Runs;
using Forecast.Training.Runs;
using Forecast.Training.Runs.Watch;
using Forecast.Web.Access;
using Forecast.Web.Access.Api;
using Forecast.Web.Features.Api.Answers;
using Forecast.Web.Features.Api.Problems;
using Forecast.Web.Features.Api.Questions;
using Forecast.Web.Features.Api.Reading;
using Microsoft.EntityFrameworkCore;

namespace Forecast.Web.Features.Api.Resources;

/// <summary>A computation of forecasts.</summary>
public sealed record RunAnswer
{
    [Description("Key of the run.")]
    public required long Id { get; init; }

    [Description("Why it runs.")]
    public required RunKind Kind { get; init; }

    [Description("Where it stands.")]
    public required RunStatus Status { get; init; }

    [Description("Whether it has ended, well or not.")]
    public required bool HasEnded { get; init; }

    [Description("Code of the region.")]
    public required string Region { get; init; }

    [Description("Codes of the stores computed; null for the whole region.")]
    public required IReadOnlyList<string>? Stores { get; init; }

    [Description("Who asked for it.")]
    public required string RequestedBy { get; init; }

    [Description("Why, in their words.")]
    public required string Reason { get; init; }

    [Description("When it was asked for.")]
    public required DateTimeOffset RequestedAt { get; init; }

    [Description("When it ended; null before.")]
    public required DateTimeOffset? FinishedAt { get; init; }

    [Description("Last day of which sales it may know.")]
    public required DateOnly Origin { get; init; }

    [Description("Series to compute.")]
    public required int SeriesCount { get; init; }

    [Description("Series computed so far.")]
    public required int SeriesDone { get; init; }

    [Description("Seconds it still needs, by its pace or that of earlier ones; null when nothing is known, or it has ended.")]
    public required double? RemainingSeconds { get; init; }

    [Description("What became of it, in a sentence; empty when there is nothing to say.")]
    public required string Message { get; init; }

    [Description("The version that it makes: a parameter of /api/v1/forecasts once the run has succeeded.")]
    public required long? Version { get; init; }
}

/// <summary>Runs, and where they stand.</summary>
internal static class RunResource
{
    public static void MapRuns(this RouteGroupBuilder api)
    {
        api.MapGet("/runs", ListAsync).Takes(ApiParameters.Region, ApiParameters.Limit, ApiParameters.After)
            .Describe("runs", "Runs", "Computations of forecasts, newest first.")
            .ProducesOne<Page<RunAnswer>>().Refuses(404, 406).RequireAuthorization(ApiScopes.Read);
        api.MapGet("/runs/{id:long}", FindAsync).Takes()
            .Describe("run", "A run", "Where a run stands. After a refresh, ask for it until it has ended.")
            .ProducesOne<RunAnswer>().Refuses(404, 406).RequireAuthorization(ApiScopes.Read);
    }

    private static async Task<IResult> ListAsync(HttpContext context, ViewerSource viewers, ViewerContexts contexts, RunReader runs)
    {
        var (question, ended) = (ApiQuestion.Of(context), context.RequestAborted);
        var viewer = await viewers.CurrentAsync(ended);
        var (after, limit) = Pages.Bounds(question);
        IReadOnlyCollection<int> regions;
        await using (var db = await contexts.OpenAsync(viewer, ended)) // Given back before the runs are read on another one.
            regions = [.. (await ScopeReader.RegionsAsync(db, viewer, question.Get(ApiParameters.Region), ended)).Keys];
        var found = await runs.BeforeAsync(viewer, regions, after == 0 ? null : after, limit + 1, ended);
        var codes = await CodesAsync(contexts, viewer, found, ended);
        return await ApiAnswers.OneAsync(context, Pages.Of(question, found, limit, r => r.Id, r => Of(r, codes)));
    }

    private static async Task<IResult> FindAsync(
        [Description("Key of the run.")] long id, HttpContext context, ViewerSource viewers, ViewerContexts contexts, RunReader runs)
    {
        var ended = context.RequestAborted;
        var viewer = await viewers.CurrentAsync(ended);
        if (await runs.FindAsync(viewer, id, ended) is not { } run)
            throw ApiProblems.NotThere($"There is no run {id} in your regions.", "address", "GET /api/v1/runs lists the runs there are.");
        return await ApiAnswers.OneAsync(context, Of(run, await CodesAsync(contexts, viewer, [run], ended)));
    }

    /// <summary>Codes of the caller's regions, and of the stores that the runs name.</summary>
    private static async Task<(IReadOnlyDictionary<int, string> Regions, IReadOnlyDictionary<int, string> Stores)> CodesAsync(
        ViewerContexts contexts, Viewer viewer, IReadOnlyList<RunView> runs, CancellationToken cancellationToken)
    {
        await using var db = await contexts.OpenAsync(viewer, cancellationToken);
        int[] regionIds = [.. viewer.RegionIds];
        int[] storeIds = [.. runs.SelectMany(r => r.StoreIds ?? []).Distinct()];
        return (
            await db.Regions.Where(r => regionIds.Contains(r.Id)).ToDictionaryAsync(r => r.Id, r => r.Code, cancellationToken),
            await db.Stores.Where(s => storeIds.Contains(s.Id)).ToDictionaryAsync(s => s.Id, s => s.Code, cancellationToken));
    }

    private static RunAnswer Of(
        RunView run, (IReadOnlyDictionary<int, string> Regions, IReadOnlyDictionary<int, string> Stores) codes) => new()
        {
            Id = run.Id,
            Kind = run.Kind,
            Status = run.Status,
            HasEnded = run.HasEnded,
            Region = codes.Regions[run.RegionId],
            Stores = run.StoreIds is { } stores ? [.. stores.Select(id => codes.Stores.GetValueOrDefault(id)).OfType<string>()] : null,
            RequestedBy = run.RequestedBy,
            Reason = run.Reason,
            RequestedAt = run.RequestedAt,
            FinishedAt = run.FinishedAt,
            Origin = run.Origin,
            SeriesCount = run.SeriesCount,
            SeriesDone = run.SeriesDone,
            RemainingSeconds = run.Remaining is { } left ? Math.Round(left.TotalSeconds, 1) : null,
            Message = run.Message,
            Version = run.ForecastVersionId,
        };
}
