using System.Text.Encodings.Web;
using System.Text.Json;
using Forecast.Web.Access;
using Forecast.Web.Features.Briefs.Reading;
using Forecast.Web.Shared;

namespace Forecast.Web.Features.Briefs;

/// <summary>The brief as data, for whoever is signed in.</summary>
internal static class BriefFeed
{
    /// <summary>Names as they are; times with their offset, ratios and odds from 0 to 1.</summary>
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static void MapBriefs(this WebApplication app) =>
        app.MapGet(Urls.BriefFeed, GetAsync).RequireAuthorization(AccessPolicies.Viewer);

    private static async Task<IResult> GetAsync(
        string? region, ViewerSource viewers, BriefReader reader, CancellationToken cancellationToken)
    {
        var viewer = await viewers.CurrentAsync(cancellationToken);
        return await reader.ReadAsync(viewer, string.IsNullOrWhiteSpace(region) ? null : region, cancellationToken) is { } brief
            ? TypedResults.Json(brief, Json)
            : TypedResults.NotFound();
    }
}
