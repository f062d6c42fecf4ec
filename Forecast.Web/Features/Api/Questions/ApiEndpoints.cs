using Forecast.Web.Features.Api.Problems;

namespace Forecast.Web.Features.Api.Questions;

/// <summary>The parameters that an endpoint declares, for its filter and its description.</summary>
internal sealed record DeclaredParameters(IReadOnlyList<ApiParameter> All);

/// <summary>What endpoints say of themselves.</summary>
internal static class ApiEndpoints
{
    /// <summary>These parameters of the query and no others; they are read before the endpoint runs.</summary>
    public static RouteHandlerBuilder Takes(this RouteHandlerBuilder endpoint, params ApiParameter[] parameters) =>
        endpoint.WithMetadata(new DeclaredParameters(parameters)).AddEndpointFilter((context, next) =>
        {
            ApiQuestion.Read(context.HttpContext, parameters);
            return next(context);
        });

    /// <summary>The problems it answers with, beside those that every endpoint may.</summary>
    public static RouteHandlerBuilder Refuses(this RouteHandlerBuilder endpoint, params int[] statuses)
    {
        foreach (int status in (int[])[400, 401, 403, 429, .. statuses])
            endpoint.Produces<Problem>(status, ApiErrors.MediaType);
        return endpoint;
    }
}
