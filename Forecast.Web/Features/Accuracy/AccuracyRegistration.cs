using Forecast.Web.Access;
using Forecast.Web.Features.Accuracy.Reading;
using Forecast.Web.Shared;

namespace Forecast.Web.Features.Accuracy;

/// <summary>Registers reading how wrong forecasts were, and its files.</summary>
internal static class AccuracyRegistration
{
    public static IServiceCollection AddForeactAccuracy(this IServiceCollection services) =>
        services.AddSingleton<AccuracyReader>().AddSingleton<AccuracyHandover>();

    public static void MapAccuracy(this WebApplication app)
    {
        app.MapGet(Urls.AccuracyCsv, AccuracyExport.CsvAsync).RequireAuthorization(AccessPolicies.Viewer);
        app.MapGet(Urls.AccuracyXlsx, AccuracyExport.XlsxAsync).RequireAuthorization(AccessPolicies.Viewer);
    }
}
