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
    /// <summary>Part of the keys' purpose: every replica and every release must use the same.</summary>
    private const string ApplicationName = "Foreact";

    public static IServiceCollection AddForeactAccess(
        this IServiceCollection services, IConfiguration configuration, IHostEnvironment environment)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<ViewerDirectory>();
        services.AddSingleton<DevelopmentAccounts>();
        services.AddScoped(provider => new ViewerSource(
            provider.GetRequiredService<ViewerDirectory>(), provider.GetRequiredService<AuthenticationStateProvider>()));
        services.AddScoped<AuthenticationStateProvider, AccountRevalidation>();
        services.AddCascadingAuthenticationState();
        services.AddSharedKeys();
        services.AddTrustedProxies(configuration);
        services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme)
            .AddCookie(options => ConfigureCookie(options, environment));
        services.AddAuthorizationBuilder()
            .AddPolicy(AccessPolicies.Planner, policy => policy.RequireAuthenticatedUser())
            .AddPolicy(AccessPolicies.Admin, policy => policy.RequireRole(AccessPolicies.Admin))
            // An endpoint that forgets to say who may call it is closed, not open.
            .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
        return services;
    }

    public static IServiceCollection AddSharedKeys(this IServiceCollection services)
    {
        services.AddDataProtection().SetApplicationName(ApplicationName);
        services.AddOptions<KeyManagementOptions>().Configure<IDbContextFactory<Domain.Data.ForeactDb>>(
            (options, contexts) => options.XmlRepository = new SharedKeyRepository(contexts));
        return services;
    }

    /// <summary>Tells plain endpoints whose request it is; comes after authentication.</summary>
    public static void UseViewer(this WebApplication app) => app.Use((context, next) =>
    {
        if (context.User.Identity?.IsAuthenticated == true)
            context.RequestServices.GetRequiredService<ViewerSource>().Use(context.User);
        return next();
    });

    private static void AddTrustedProxies(this IServiceCollection services, IConfiguration configuration) =>
        services.Configure<ForwardedHeadersOptions>(options =>
        {
            options.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost;
            // Headers from proxies that are not listed are ignored: sign-in would redirect in circles, but nobody can pose as somebody.
            foreach (var network in configuration.GetSection("Proxy:KnownNetworks").Get<string[]>() ?? [])
                options.KnownIPNetworks.Add(System.Net.IPNetwork.Parse(network));
        });

    private static void ConfigureCookie(CookieAuthenticationOptions options, IHostEnvironment environment)
    {
        options.Cookie.Name = "foreact";
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Lax;
        options.Cookie.SecurePolicy = environment.IsDevelopment() ? CookieSecurePolicy.SameAsRequest : CookieSecurePolicy.Always;
        options.LoginPath = "/signin";
        options.AccessDeniedPath = "/denied";
        options.ReturnUrlParameter = "returnUrl";
        options.ExpireTimeSpan = TimeSpan.FromHours(12);
        options.SlidingExpiration = true;
        options.Events.OnValidatePrincipal = FollowDatabaseAsync;
    }

    /// <summary>A closed account is signed out, a changed role or name takes effect, at the next request.</summary>
    private static async Task FollowDatabaseAsync(CookieValidatePrincipalContext context)
    {
        var directory = context.HttpContext.RequestServices.GetRequiredService<ViewerDirectory>();
        var viewer = context.Principal is { } user && SignedInUser.UserId(user) is { } id
            ? await directory.FindAsync(id, context.HttpContext.RequestAborted)
            : null;
        if (viewer is null)
        {
            context.RejectPrincipal();
        }
        else if (!SignedInUser.Matches(context.Principal!, viewer))
        {
            context.ReplacePrincipal(SignedInUser.From(viewer));
            context.ShouldRenew = true;
        }
    }
}
