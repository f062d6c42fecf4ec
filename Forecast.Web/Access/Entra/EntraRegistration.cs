using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Identity.Web;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Forecast.Web.Access.Entra;

/// <summary>Sign-in with the company's account, by Microsoft.Identity.Web.</summary>
internal static class EntraRegistration
{
    /// <summary>How long somebody may take at the provider: a password, a second factor, a phone that has to be looked for.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    /// <summary>Nothing where people do not sign in with it.</summary>
    public static void AddForeactEntra(this IServiceCollection services, IConfiguration configuration, IHostEnvironment environment)
    {
        if (SignInMethod.Of(configuration, environment).Kind != SignInKind.Entra)
            return;
        services.AddSingleton<Admission>().AddSingleton<ClientAssertion>().AddSingleton<EntraEvents>();
        services.AddAuthentication().AddMicrosoftIdentityWebApp(configuration.GetSection(EntraSettings.Section));
        services.AddAuthentication().AddMicrosoftIdentityWebApi(configuration.GetSection(EntraSettings.Section)); // Tokens of programs.
        // Registered after it, so that what it has set up is there to be wrapped.
        services.AddOptions<OpenIdConnectOptions>(OpenIdConnectDefaults.AuthenticationScheme)
            .Configure<EntraEvents>((options, events) => Configure(options, events, environment));
    }

    private static void Configure(OpenIdConnectOptions options, EntraEvents events, IHostEnvironment environment)
    {
        options.ResponseType = OpenIdConnectResponseType.Code; // Left alone it asks for the token itself, through the browser.
        options.UsePkce = true;
        options.PushedAuthorizationBehavior = PushedAuthorizationBehavior.Disable; // Entra ID has no such endpoint.
        options.SaveTokens = false;
        options.RemoteAuthenticationTimeout = Patience;
        options.SignedOutRedirectUri = SignInEndpoints.PageOf(SignInProblem.SignedOut);
        options.AccessDeniedPath = default;
        ConfigureCookie(options.CorrelationCookie, "foreact-signin.", environment);
        ConfigureCookie(options.NonceCookie, "foreact-nonce.", environment);
        events.Wrap(options.Events);
    }

    /// <summary>
    /// The provider answers by a form that is sent from its own site, so these cookies go along with requests from elsewhere; that takes
    /// HTTPS. In Development the provider is a neighbour on the same machine.
    /// </summary>
    private static void ConfigureCookie(CookieBuilder cookie, string name, IHostEnvironment environment)
    {
        cookie.Name = SessionCookie.NameOf(name, environment);
        cookie.Path = "/"; // As the name demands.
        cookie.SameSite = environment.IsDevelopment() ? SameSiteMode.Lax : SameSiteMode.None;
        cookie.SecurePolicy = environment.IsDevelopment() ? CookieSecurePolicy.SameAsRequest : CookieSecurePolicy.Always;
    }
}
