using Forecast.Web.Access;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.ResponseCompression;
using MudBlazor.Services;

namespace Forecast.Web.Shared;

/// <summary>Components, their circuit, and what goes around every page.</summary>
internal static class PagesRegistration
{
    public static IServiceCollection AddForeactPages(this IServiceCollection services, IHostEnvironment environment)
    {
        services.AddHttpContextAccessor();
        services.AddRazorComponents().AddInteractiveServerComponents(options =>
        {
            // Small state, short retention: a lost tab is rebuilt from its address, which holds all there is to keep.
            options.DisconnectedCircuitRetentionPeriod = TimeSpan.FromMinutes(2);
            options.DisconnectedCircuitMaxRetained = 50;
        });
        services.AddMudServices();
        services.AddAntiforgery(options =>
        {
            options.Cookie.Name = SessionCookie.NameOf("foreact-form", environment);
            options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest; // "Always" would answer a proxy's plain HTTP by a failure.
        });
        services.AddHsts(options =>
        {
            options.MaxAge = TimeSpan.FromDays(365);
            options.IncludeSubDomains = true;
        });
        services.AddResponseCompression(options =>
        {
            // Form tokens are masked anew in each response, so compressing them tells nothing.
            options.EnableForHttps = true;
            options.Providers.Add<BrotliCompressionProvider>();
            options.Providers.Add<GzipCompressionProvider>();
        });
        return services;
    }

    public static void UseForeactPages(this WebApplication app)
    {
        if (!app.Environment.IsDevelopment())
        {
            app.UseExceptionHandler("/error", createScopeForErrors: true);
            app.UseHsts();
        }

        app.UseSecurityHeaders();
        app.UseCircuitOrigin();
        app.UseResponseCompression();
        app.UseRequestLocalization();
        app.Use(RefuseCircuitsWhileStopping);
        app.UseStatusCodePagesWithReExecute("/status/{0}", createScopeForStatusCodePages: true);
        app.Use(RefuseSendingToPagesAsync);
    }

    /// <summary>
    /// Pages take nothing, so what is sent to one is answered with a sentence before anybody looks for a form token in it. A page that
    /// explains a status is read, whatever the request was that ended with it.
    /// </summary>
    private static async Task RefuseSendingToPagesAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Features.Get<IStatusCodeReExecuteFeature>() is not null)
            context.Request.Method = HttpMethods.Get;
        bool reads = HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method);
        if (reads || context.GetEndpoint()?.Metadata.GetMetadata<ComponentTypeMetadata>() is null)
            await next(context);
        else
            context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
        if (reads || context.Response is not { StatusCode: StatusCodes.Status405MethodNotAllowed, HasStarted: false })
            return;
        context.Response.Headers.Allow = "GET, HEAD";
        context.Response.ContentType = "text/plain; charset=utf-8";
        await context.Response.WriteAsync("This address can only be read (GET). Nothing was changed.", context.RequestAborted);
    }

    /// <summary>An open tab would otherwise hold the shutdown until its time-out; the browser goes on with another replica.</summary>
    private static Task RefuseCircuitsWhileStopping(HttpContext context, RequestDelegate next)
    {
        var stopping = context.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        if (!stopping.IsCancellationRequested || !context.Request.Path.StartsWithSegments("/_blazor", StringComparison.Ordinal))
            return next(context);
        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        return Task.CompletedTask;
    }
}
