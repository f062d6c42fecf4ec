using Forecast.Web.Features.Transport.Reading;

namespace Forecast.Web.Features.Transport;

/// <summary>Registers what the pages of transport need.</summary>
internal static class TransportRegistration
{
    public static IServiceCollection AddForeactTransport(this IServiceCollection services) =>
        services.AddSingleton<TransportReader>().AddSingleton<MasterReader>().AddSingleton<MasterChanges>();
}
