using Forecast.Domain.Data;
using Forecast.Training;

namespace Forecast.Web;

/// <summary>Puts the web application together; reads like a table of contents.</summary>
internal static class WebHost
{
    public static async Task RunAsync(string? urls, CancellationToken cancellationToken)
    {
        await using var app = Build(urls);
        await app.RunAsync(cancellationToken);
    }

    private static WebApplication Build(string? urls)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        if (urls is not null)
            builder.WebHost.UseUrls(urls);
        builder.Services.AddForeactDatabase(builder.Configuration);
        builder.Services.AddForeactTraining(builder.Configuration);

        var app = builder.Build();
        app.MapStaticAssets();
        app.MapGet("/health/live", () => "live");
        return app;
    }
}
