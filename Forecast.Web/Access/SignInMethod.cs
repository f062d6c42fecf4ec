using Forecast.Training;
using Forecast.Training.Runs;

namespace Forecast.Web.Access;

/// <summary>How people sign in to this process, by its settings.</summary>
/// <param name="Kind">The way in.</param>
/// <param name="Provider">Where the identity provider answers; null without one.</param>
internal sealed record SignInMethod(SignInKind Kind, Uri? Provider = null)
{
    /// <summary>The section of the settings that Microsoft.Identity.Web reads.</summary>
    public const string ProviderSection = "AzureAd";

    /// <summary>Whether the section of the provider holds anything at all.</summary>
    public static bool NamesProvider(IConfiguration configuration) =>
        configuration.GetSection(ProviderSection).AsEnumerable().Any(setting => !string.IsNullOrEmpty(setting.Value));

    /// <summary>A process that only computes signs nobody in, and needs no secret of the provider.</summary>
    public static SignInMethod Of(IConfiguration configuration, IHostEnvironment environment)
    {
        if (configuration.GetValue(TrainingRegistration.RoleSetting, ProcessRole.All) == ProcessRole.Worker)
            return new(SignInKind.None);
        if (NamesProvider(configuration))
            return new(SignInKind.Entra, new Uri(configuration[$"{ProviderSection}:Instance"]!, UriKind.Absolute));
        return new(environment.IsDevelopment() ? SignInKind.Development : SignInKind.None);
    }
}
