namespace Forecast.Web.Features.Api.Answers;

/// <summary>What endpoints say of their answers.</summary>
internal static class Descriptions
{
    /// <summary>Name, summary and description of an operation.</summary>
    public static RouteHandlerBuilder Describe(this RouteHandlerBuilder endpoint, string name, string summary, string description) =>
        endpoint.WithName($"api.{name}").WithSummary(summary).WithDescription(description);

    /// <summary>A page of rows in every form, or nothing new.</summary>
    public static RouteHandlerBuilder ProducesTable<T>(this RouteHandlerBuilder endpoint) =>
        endpoint.Produces<Page<T>>(200, ApiFormats.Json, ApiFormats.Csv, ApiFormats.Parquet).Produces(304);

    /// <summary>One thing as JSON, or nothing new.</summary>
    public static RouteHandlerBuilder ProducesOne<T>(this RouteHandlerBuilder endpoint) =>
        endpoint.Produces<T>(200, ApiFormats.Json).Produces(304);
}
