using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Forecast.Web.Features.Api.Document;

/// <summary>What is said of the API as a whole.</summary>
internal static class DocumentTexts
{
    public const string Scheme = "token";

    private const string About = """
        Forecasts of demand per item, store and day, and what belongs to them.

        **Token.** Send `Authorization: Bearer TOKEN`: a personal token (page *API tokens*) or one of your company's sign-in.

        **Pages.** Lists come in pages: follow `next`, or the header `Link`, until there is none.

        **Formats.** JSON unless `Accept` prefers `text/csv` or `application/vnd.apache.parquet`, where those are offered.

        **Caches.** Answers carry a strong `ETag`: send it as `If-None-Match`, and an answer that is still the same costs nothing.

        **Errors.** Every error is a problem (RFC 9457) that says what is wrong, where, and how to mend it.
        """;

    public static Task Complete(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new OpenApiInfo { Title = "Foreact API", Version = "v1", Description = About };
        document.Tags = new HashSet<OpenApiTag>(); // They would be the names of our classes.
        document.Servers = [new OpenApiServer { Url = "/" }];
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal)
        {
            [Scheme] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                Description = "A personal token, or an access token of the company's sign-in.",
            },
        };
        return Task.CompletedTask;
    }
}
