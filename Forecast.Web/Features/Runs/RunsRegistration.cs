using Forecast.Web.Features.Runs.Reading;

namespace Forecast.Web.Features.Runs;

/// <summary>Registers what the pages of runs need.</summary>
internal static class RunsRegistration
{
    public static IServiceCollection AddForeactRunPages(this IServiceCollection services) => services.AddSingleton<RunShardReader>();
}
