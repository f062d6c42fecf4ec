using Forecast.Web.Features.People.Reading;

namespace Forecast.Web.Features.People;

/// <summary>Registers what the page of people needs.</summary>
internal static class PeopleRegistration
{
    public static IServiceCollection AddForeactPeople(this IServiceCollection services) =>
        services.AddSingleton<PeopleReader>().AddSingleton<AccountChanges>();
}
