using System.ComponentModel;
using System.Text.Json;
using Forecast.Domain.Access;
using Forecast.Domain.Data;
using Forecast.Training.Runs;
using Forecast.Training.Runs.Scheduling;
using Forecast.Web.Access;
using Forecast.Web.Access.Api;
using Forecast.Web.Features.Api.Answers;
using Forecast.Web.Features.Api.Problems;
using Forecast.Web.Features.Api.Questions;
using Forecast.Web.Features.Api.Reading;

namespace Forecast.Web.Features.Api.Resources;

/// <summary>Asks for a new forecast.</summary>
/// <param name="Region">Code of the region.</param>
/// <param name="Stores">Codes of its stores; null or left out: all of them.</param>
/// <param name="Reason">Why, for whoever looks at the run.</param>
public sealed record RefreshOrder(
    [property: Description("Code of the region.")] string Region,
    [property: Description("Codes of its stores; null or left out: all of them.")] IReadOnlyList<string>? Stores = null,
    [property: Description("Why, for whoever looks at the run.")] string? Reason = null);

/// <summary>The run that will make it.</summary>
public sealed record RefreshAnswer
{
    [Description("Key of the run.")]
    public required long Run { get; init; }

    [Description("Its address, as in the header Location: ask there until the run has ended.")]
    public required string Address { get; init; }

    [Description("Whether an equal request was under way already, which this one joined.")]
    public required bool Joined { get; init; }
}

/// <summary>New forecasts on request.</summary>
internal static class RefreshResource
{
    public const string KeyHeader = "Idempotency-Key";

    private const int LongestKey = 255;

    public static void MapRefreshes(this RouteGroupBuilder api) => api.MapPost("/refreshes", PostAsync).Takes()
        .Describe("refresh", "Ask for a new forecast",
            "Answers at once with the run to follow. With a key in the header Idempotency-Key the request may be repeated: for a day, the "
            + "same key leads to the same run.")
        .WithMetadata(new DeclaredHeader(KeyHeader, "Makes the request repeatable.", "2f1c7a52-0c1e-4d7e-9f43-2b8f4f0d9a11", LongestKey))
        .Accepts<RefreshOrder>("application/json").Produces<RefreshAnswer>(202, ApiFormats.Json)
        .Refuses(404, 409, 413, 415, 422).RequireAuthorization(ApiScopes.Refresh);

    private static async Task<IResult> PostAsync(
        HttpContext context, ViewerSource viewers, ViewerContexts contexts, RunRequests requests, RepeatedRequests repeated)
    {
        var ended = context.RequestAborted;
        var key = KeyOf(context.Request);
        var order = Checked(await ApiBody.ReadAsync<RefreshOrder>(context));
        var viewer = await viewers.CurrentAsync(ended);
        if (key is null)
            return Accepted(context, await PlanAsync(viewer, order, contexts, requests, ended));
        var known = await repeated.TakeAsync(viewer, key, JsonSerializer.SerializeToUtf8Bytes(order, ApiJson.Options), ended);
        if (known is { IsOther: true })
            throw ApiProblems.Refused("The key was used for another request.", $"header {KeyHeader}",
                "Use a new key for each new request.");
        if (known is { IsUnderWay: true })
            throw ApiProblems.Conflict("The same request is being worked on.", "Ask again in a second.", $"header {KeyHeader}");
        if (known is { RunId: { } before })
            return Accepted(context, new RunTicket(before, Joined: true));
        try
        {
            var ticket = await PlanAsync(viewer, order, contexts, requests, ended);
            await repeated.KeepAsync(viewer, key, ticket.RunId, CancellationToken.None);
            return Accepted(context, ticket);
        }
        catch
        {
            await repeated.GiveBackAsync(viewer, key);
            throw;
        }
    }

    private static async Task<RunTicket> PlanAsync(
        Viewer viewer, RefreshOrder order, ViewerContexts contexts, RunRequests requests, CancellationToken cancellationToken)
    {
        int region;
        int[]? storeIds;
        await using (var db = await contexts.OpenAsync(viewer, cancellationToken))
        {
            var regions = await ScopeReader.RegionsAsync(db, viewer, order.Region, cancellationToken);
            region = regions.Keys.Single();
            storeIds = order.Stores is null
                ? null
                : [.. (await ScopeReader.StoresAsync(db, regions, order.Stores, cancellationToken)).Keys];
        }

        try
        {
            return await requests.RefreshAsync(viewer, region, storeIds, order.Reason ?? "Refreshed by a program", cancellationToken);
        }
        catch (RunRefusedException e)
        {
            throw ApiProblems.Conflict(e.Message, "Once that is so, ask again.");
        }
    }

    private static IResult Accepted(HttpContext context, RunTicket ticket)
    {
        var address = $"{context.Request.PathBase}{ApiPaths.Root}/runs/{ticket.RunId}";
        context.Response.Headers.Location = address;
        return TypedResults.Json(
            new RefreshAnswer { Run = ticket.RunId, Address = address, Joined = ticket.Joined }, ApiJson.Options, statusCode: 202);
    }

    private static string? KeyOf(HttpRequest request)
    {
        var given = request.Headers[KeyHeader];
        if (given.Count == 0)
            return null;
        return given is [{ Length: > 0 and <= LongestKey } key] && key.All(c => c is > ' ' and <= '~')
            ? key
            : throw ApiProblems.WrongHeader(
            KeyHeader, $"The key is not of 1 to {LongestKey} printable letters.", "Send one key, such as a UUID.");
    }

    private static RefreshOrder Checked(RefreshOrder order)
    {
        if (!ApiParameters.IsText(order.Region))
            throw ApiProblems.WrongBody("region is no code of a region.", "Write \"region\": \"NORTH\", for example.", "body, $.region");
        if (order.Stores is { } stores
            && (stores.Count is 0 or > 5000 || !stores.All(code => code is not null && ApiParameters.IsText(code))))
            throw ApiProblems.WrongBody("stores is no list of codes.", "Name 1 to 5,000 stores, or leave it out.", "body, $.stores");
        if (order.Reason is { } reason && !ApiParameters.IsText(reason))
            throw ApiProblems.WrongBody("reason is no text of at most 200 characters.", "Write a short sentence.", "body, $.reason");
        return order with { Stores = order.Stores is null ? null : [.. order.Stores.Distinct(StringComparer.Ordinal)] };
    }
}
