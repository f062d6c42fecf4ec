namespace Forecast.Web.Features.Api.Resources;

/// <summary>Addresses of the API.</summary>
internal static class ApiPaths
{
    public const string Root = "/api/v1";

    /// <summary>The description, for tools.</summary>
    public const string Description = Root + "/openapi.json";

    /// <summary>The page to read and try it.</summary>
    public const string Reference = Shared.Urls.ApiReference;
}
