using Forecast.Web.Access;
using Forecast.Web.Shared;

namespace Forecast.Web.Features.Finder;

/// <summary>What the palette asks as somebody types. The browser draws it, so that it answers without a circuit's round trip.</summary>
internal static class FinderEndpoint
{
    public static IServiceCollection AddForeactFinder(this IServiceCollection services) => services.AddSingleton<FinderReader>();

    public static void MapFinder(this WebApplication app) =>
        app.MapGet(Urls.Find, GetAsync).RequireAuthorization(AccessPolicies.Viewer);

    private static async Task<IResult> GetAsync(
        string? q, string? region, ViewerSource viewers, FinderReader finder, CancellationToken cancellationToken) =>
        TypedResults.Ok(await finder.FindAsync(await viewers.CurrentAsync(cancellationToken), q, region, cancellationToken));
}
