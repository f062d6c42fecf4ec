using Forecast.Domain.Data;
using Forecast.Training;
using Forecast.Training.Runs;
using Forecast.Web.Access;
using Forecast.Web.Access.Api;
using Forecast.Web.Access.Entra;
using Forecast.Web.Features.Api;
using Forecast.Web.Features.Api.Problems;
using Forecast.Web.Features.Audit;
using Forecast.Web.Features.Basis;
using Forecast.Web.Features.Board;
using Forecast.Web.Features.Drivers;
using Forecast.Web.Features.Finder;
using Forecast.Web.Features.Health;
using Forecast.Web.Features.Models;
using Forecast.Web.Features.People;
using Forecast.Web.Features.Runs;
using Forecast.Web.Features.Sales;
using Forecast.Web.Features.Sheets;
using Forecast.Web.Features.Tokens;
using Forecast.Web.Shared;
using Forecast.Web.Telemetry;

namespace Forecast.Web.Hosting;

/// <summary>Puts the web application together; reads like a table of contents.</summary>
internal static class WebHost
{
    public static async Task RunAsync(string? urls, CancellationToken cancellationToken)
    {
        await using var app = Build(urls);
        await app.RunAsync(cancellationToken);
    }

    /// <summary>The application, put together but not started.</summary>
    /// <param name="urls">Where to listen; null leaves it to the settings.</param>
    /// <param name="environment">Which environment it is; null leaves it to the machine.</param>
    /// <param name="settings">Settings that count more than all others.</param>
    internal static WebApplication Build(string? urls, string? environment = null, IReadOnlyDictionary<string, string?>? settings = null)
    {
        MachineCheck.Demand();
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            ContentRootPath = AppContext.BaseDirectory,
            ApplicationName = typeof(WebHost).Assembly.GetName().Name, // Static files are listed under it, whoever hosts this.
            EnvironmentName = environment,
        });
        builder.Configuration.AddInMemoryCollection(settings);
        if (urls is not null)
            builder.WebHost.UseUrls(urls);
        // Build output keeps assets where they were made, in every environment; a published folder has its own wwwroot.
        builder.WebHost.UseStaticWebAssets();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        SettingsCheck.Demand(builder.Configuration, builder.Environment);
        builder.AddForeactTelemetry();
        builder.Services.AddForeactLimits(builder.Configuration);
        builder.Services.AddForeactClock(builder.Configuration);
        builder.Services.AddForeactDatabase(builder.Configuration);
        builder.Services.AddForeactTokens(builder.Configuration);
        builder.Services.AddForeactTraining(builder.Configuration);
        builder.Services.AddForeactAccess(builder.Configuration, builder.Environment);
        builder.Services.AddForeactEntra(builder.Configuration, builder.Environment);
        builder.Services.AddForeactApiAccess(builder.Configuration, builder.Environment);
        builder.Services.AddForeactCultures();
        builder.Services.AddForeactHealth(builder.Configuration);
        builder.Services.AddForeactPages(builder.Environment);
        builder.Services.AddForeactBoard();
        builder.Services.AddForeactBasis();
        builder.Services.AddForeactSheets();
        builder.Services.AddForeactFinder();
        builder.Services.AddForeactRunPages();
        builder.Services.AddForeactModelPages();
        builder.Services.AddForeactSales();
        builder.Services.AddForeactPeople();
        builder.Services.AddForeactAudit();
        builder.Services.AddForeactTokens();
        builder.Services.AddForeactApi(builder.Configuration);

        var app = builder.Build();
        app.UseForwardedHeaders();
        app.UseRateLimiter();
        app.MapForeactHealth();
        if (builder.Configuration.GetValue(TrainingRegistration.RoleSetting, ProcessRole.All) != ProcessRole.Worker)
            ServePages(app);
        else
            // It shows nobody anything, so nobody has to sign in there.
            app.MapFallback(() => TypedResults.NotFound()).AllowAnonymous();
        return app;
    }

    /// <summary>Everything that people and their browsers get.</summary>
    private static void ServePages(WebApplication app)
    {
        app.UseForeactPages();
        app.UseApiErrors();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseViewer();
        app.UseApiLimits();
        app.UseAntiforgery();
        app.MapStaticAssets().AllowAnonymous();
        app.MapSignIn();
        app.MapBoardExport();
        app.MapDriversExport();
        app.MapSheets();
        app.MapFinder();
        app.MapSales();
        app.MapAudit();
        app.MapJobsDashboard();
        app.MapApi();
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode(options =>
            options.ContentSecurityFrameAncestorsPolicy = null); // SecurityHeaders says it for every answer, and more strictly.
    }
}
