using Forecast.Web.Features.Worklists.Reading;

namespace Forecast.Web.Features.Worklists;

/// <summary>Registers what the worklist reads and changes.</summary>
internal static class WorklistsRegistration
{
    public static IServiceCollection AddForeactWorklists(this IServiceCollection services)
    {
        services.AddOptions<WorklistOptions>().BindConfiguration(WorklistOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        return services.AddSingleton<WorklistReader>().AddSingleton<WorklistChanges>();
    }
}
