using Microsoft.AspNetCore.Authentication;

namespace Forecast.Web.Access.Api;

/// <summary>How programs are let in. Comes after the sign-in of people, whose cookie it keeps for pages.</summary>
internal static class ApiRegistration
{
    public static IServiceCollection AddForeactApiAccess(
        this IServiceCollection services, IConfiguration configuration, IHostEnvironment environment)
    {
        services.AddSingleton<PersonalTokens>();
        if (SignInMethod.Of(configuration, environment).Kind == SignInKind.Entra)
            services.AddSingleton<TokenAdmission>();
        services.AddAuthentication(ApiSchemes.ByAddress)
            .AddPolicyScheme(ApiSchemes.ByAddress, null, options => options.ForwardDefaultSelector = ApiSchemes.Of)
            .AddScheme<AuthenticationSchemeOptions, ApiAuthentication>(ApiSchemes.Api, null);
        var authorization = services.AddAuthorizationBuilder();
        foreach (var scope in ApiScopes.All)
            authorization.AddPolicy(scope, policy => policy.RequireAuthenticatedUser().RequireClaim(ApiScopes.Claim, scope));
        return services;
    }
}
