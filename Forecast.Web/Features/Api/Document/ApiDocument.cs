using Forecast.Web.Features.Api.Resources;
using Forecast.Web.Shared;
using Scalar.AspNetCore;

namespace Forecast.Web.Features.Api.Document;

/// <summary>The description of the API for tools (OpenAPI 3.1), and the page to read and try it.</summary>
internal static class ApiDocument
{
    private const string Name = "v1";

    public static IServiceCollection AddApiDocument(this IServiceCollection services) => services.AddOpenApi(Name, options =>
    {
        options.ShouldInclude = endpoint => endpoint.RelativePath?.StartsWith(ApiPaths.Root[1..], StringComparison.Ordinal) == true;
        options.AddDocumentTransformer(DocumentTexts.Complete);
        options.AddOperationTransformer(OperationTexts.Complete);
    });

    public static void MapApiDocument(this WebApplication app)
    {
        app.MapOpenApi(ApiPaths.Description).AllowAnonymous(); // It says how to ask, and nothing that somebody would get.
        app.MapScalarApiReference(ApiPaths.Reference, (options, context) => options
            .WithTitle("Foreact API").WithOpenApiRoutePattern(ApiPaths.Description).WithNonce(ScriptNonce.Of(context))
            .AddPreferredSecuritySchemes([DocumentTexts.Scheme])
            // Nothing that leads to, or speaks to, its maker's servers.
            .DisableDefaultFonts().DisableTelemetry().DisableAgent().DisableMcp().HideDeveloperTools().HideClientButton());
    }
}
