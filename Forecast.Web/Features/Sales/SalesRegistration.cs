using Forecast.Domain.Imports;
using Forecast.Web.Access;
using Forecast.Web.Features.Sales.Reading;
using Microsoft.AspNetCore.Mvc;
using Npgsql;

namespace Forecast.Web.Features.Sales;

/// <summary>Registers loads: taking files in, watching them, reading about them.</summary>
internal static class SalesRegistration
{
    public static IServiceCollection AddForeactSales(this IServiceCollection services) => services
        .AddSingleton(provider => new FileImport(
            provider.GetRequiredService<NpgsqlDataSource>(), provider.GetRequiredService<TimeProvider>()))
        .AddSingleton<LoadReader>()
        .AddSingleton<FreshnessReader>()
        .AddSingleton<DayReader>()
        .AddHostedService<LoadSweeper>();

    public static void MapSales(this WebApplication app)
    {
        app.MapGet("/days.csv", DaysExport.GetAsync).RequireAuthorization(AccessPolicies.Viewer);
        var group = app.MapGroup("/data").RequireAuthorization(AccessPolicies.Admin);
        group.MapPost("/upload", SalesUpload.PostAsync).WithMetadata(new DisableRequestSizeLimitAttribute());
        group.MapPost("/preview", SalesUpload.PreviewAsync).WithMetadata(new DisableRequestSizeLimitAttribute());
        group.MapGet("/loads/{id:long}/rejected.csv", RejectedRowsExport.GetAsync);
    }
}
