using Forecast.Web.Access.Api;
using Forecast.Web.Features.Api.Answers;
using Forecast.Web.Features.Api.Document;
using Forecast.Web.Features.Api.Problems;
using Forecast.Web.Features.Api.Reading;
using Forecast.Web.Features.Api.Resources;

namespace Forecast.Web.Features.Api;

/// <summary>The API for programs: put together like a table of contents.</summary>
internal static class ApiFeature
{
    public static IServiceCollection AddForeactApi(this IServiceCollection services, IConfiguration configuration)
    {
        var options = configuration.GetSection(ApiOptions.Section).Get<ApiOptions>() ?? new ApiOptions();
        services.AddSingleton<VersionReader>().AddSingleton<RepeatedRequests>().AddSingleton(_ => new ApiLimits(options.CallsPerMinute));
        services.AddSingleton(provider => new RecentAnswers(
            TimeSpan.FromSeconds(options.AnswersServeForSeconds), provider.GetRequiredService<TimeProvider>()));
        services.ConfigureHttpJsonOptions(options => ApiJson.Configure(options.SerializerOptions));
        return services.AddApiDocument();
    }

    /// <summary>Comes after who calls is known.</summary>
    public static void UseApiLimits(this WebApplication app)
    {
        var limits = app.Services.GetRequiredService<ApiLimits>();
        app.Use((context, next) => ApiSchemes.IsApi(context) ? limits.CountAsync(context, next) : next(context));
    }

    public static void MapApi(this WebApplication app)
    {
        var api = app.MapGroup(ApiPaths.Root);
        api.MapCatalog();
        api.MapForecasts();
        api.MapActuals();
        api.MapAccuracy();
        api.MapRuns();
        api.MapRefreshes();
        api.MapImports();
        api.MapReasons();
        app.MapApiDocument();
    }
}
