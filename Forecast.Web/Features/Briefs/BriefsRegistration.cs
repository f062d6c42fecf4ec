using Forecast.Web.Features.Briefs.Reading;

namespace Forecast.Web.Features.Briefs;

/// <summary>Registers what the brief reads, and the sending of it where somebody wants it.</summary>
internal static class BriefsRegistration
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static IServiceCollection AddForeactBriefs(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<BriefReader>();
        var section = configuration.GetSection(BriefOptions.Section);
        services.Configure<BriefOptions>(section);
        if ((section.Get<BriefOptions>() ?? new BriefOptions()).Webhooks.Count == 0)
            return services;
        services.AddHttpClient(BriefPosts.Client, client => client.Timeout = Patience)
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
        return services.AddSingleton<BriefPosts>().AddHostedService(provider => provider.GetRequiredService<BriefPosts>());
    }
}
