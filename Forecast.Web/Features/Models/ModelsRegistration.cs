namespace Forecast.Web.Features.Models;

/// <summary>Registers what the pages of models need.</summary>
internal static class ModelsRegistration
{
    public static IServiceCollection AddForeactModelPages(this IServiceCollection services) => services.AddSingleton<ModelReader>();
}
