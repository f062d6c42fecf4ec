using System.Globalization;
using Microsoft.AspNetCore.Localization;

namespace Forecast.Web.Shared;

/// <summary>Figures follow the browser's language; words are English for now.</summary>
internal static class Cultures
{
    private static readonly string[] Formats =
        ["en-GB", "en", "en-US", "en-IE", "en-CA", "en-AU", "de", "de-DE", "de-AT", "de-CH", "fr", "fr-FR", "fr-CH", "nl", "it", "es", "pl",
        "da", "sv"];

    public static IServiceCollection AddForeactCultures(this IServiceCollection services) =>
        services.Configure<RequestLocalizationOptions>(options =>
        {
            options.SupportedCultures = [.. Formats.Select(CultureInfo.GetCultureInfo)];
            options.SupportedUICultures = [CultureInfo.GetCultureInfo("en")];
            options.DefaultRequestCulture = new RequestCulture("en-GB", "en");
            options.RequestCultureProviders = [new AcceptLanguageHeaderRequestCultureProvider()];
        });
}
