using Forecast.Domain.Access;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Forecast.Web.Access;

/// <summary>Sign-in, rights, shared keys and trusted proxies.</summary>
internal static class AccessRegistration
{
    /// <summary>How long a cookie is good for when nobody uses it.</summary>
    public static readonly TimeSpan CookieLifetime = TimeSpan.FromHours(12);

    /// <summary>
    /// How long a session lasts, used or not. The provider is then asked again, which knows who has left and what has changed.
    /// </summary>
    public static readonly TimeSpan SessionLifetime = TimeSpan.FromHours(24);

    /// <summary>Part of the keys' purpose: every replica and every release must use the same.</summary>
    private const string ApplicationName = "Foreact";

    public static IServiceCollection AddForeactAccess(
        this IServiceCollection services, IConfiguration configuration, IHostEnvironment environment)
    {
        var method = SignInMethod.Of(configuration, environment);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(method);
        services.Configure<AccessOptions>(configuration.GetSection(AccessOptions.Section));
        services.AddSingleton<ViewerDirectory>().AddSingleton<EndedSessions>().AddSingleton<Sessions>().AddSingleton<AuditTrail>()
            .AddSingleton<Refusals>().AddSingleton<ForeignRegions>();
        services.AddSingleton<DevelopmentAccounts>();
        services.AddScoped(provider => new ViewerSource(
            provider.GetRequiredService<Sessions>(), provider.GetRequiredService<AuthenticationStateProvider>()));
        services.AddScoped<AuthenticationStateProvider, AccountRevalidation>();
        services.AddCascadingAuthenticationState();
        services.AddSharedKeys(configuration);
        services.AddTrustedProxies(configuration);
        var authentication = services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme);
        if (method.Kind != SignInKind.Entra) // Microsoft.Identity.Web brings the cookie along.
            authentication.AddCookie();
        services.Configure<CookieAuthenticationOptions>(
            CookieAuthenticationDefaults.AuthenticationScheme, options => SessionCookie.Configure(options, method.Kind, environment));
        services.AddAuthorizationBuilder()
            .AddPolicy(AccessPolicies.Viewer, policy => policy.RequireRole(Enum.GetNames<Role>()))
            .AddPolicy(AccessPolicies.Planner, policy => policy.RequireRole(AccessPolicies.Planner, AccessPolicies.Admin))
            .AddPolicy(AccessPolicies.Admin, policy => policy.RequireRole(AccessPolicies.Admin))
            // An endpoint that forgets to say who may call it is closed, not open.
            .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
        return services;
    }

    public static IServiceCollection AddSharedKeys(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddDataProtection().SetApplicationName(ApplicationName).WrapKeys(configuration);
        services.AddOptions<KeyManagementOptions>().Configure<IDbContextFactory<Domain.Data.ForeactDb>>(
            (options, contexts) => options.XmlRepository = new SharedKeyRepository(contexts));
        return services;
    }

    /// <summary>
    /// Tells plain endpoints whose request it is, and notices addresses of other people's regions; comes after authentication.
    /// </summary>
    public static void UseViewer(this WebApplication app)
    {
        var foreign = app.Services.GetRequiredService<ForeignRegions>();
        app.Use(async (context, next) =>
        {
            if (context.User.Identity?.IsAuthenticated == true)
                context.RequestServices.GetRequiredService<ViewerSource>().Use(context.User);
            await foreign.LookAsync(context);
            await next();
        });
    }

    private static void AddTrustedProxies(this IServiceCollection services, IConfiguration configuration) =>
        services.Configure<ForwardedHeadersOptions>(options =>
        {
            options.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost;
            // Headers from proxies that are not listed are ignored: sign-in would redirect in circles, but nobody can pose as somebody.
            // What runs beside the product on its machine is no exception.
            options.KnownIPNetworks.Clear();
            options.KnownProxies.Clear();
            foreach (var network in configuration.GetSection("Proxy:KnownNetworks").Get<string[]>() ?? [])
                options.KnownIPNetworks.Add(System.Net.IPNetwork.Parse(network));
        });
}
