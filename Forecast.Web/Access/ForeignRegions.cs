using Forecast.Domain.Data;
using Microsoft.EntityFrameworkCore;

namespace Forecast.Web.Access;

/// <summary>
/// Notices addresses that name a region which is not the caller's. They are answered as if there were no such region; that somebody tries
/// them is worth knowing.
/// </summary>
internal sealed class ForeignRegions(IDbContextFactory<ForeactDb> contexts, Refusals refusals, TimeProvider time)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(1);

    private Codes? known;

    /// <summary>Notes a request that names a region of somebody else; comes after it is known who asks and where it leads.</summary>
    public async Task LookAsync(HttpContext context)
    {
        if (context.User.Identity?.IsAuthenticated != true || Named(context.Request) is not { } code)
            return;
        var viewer = await context.RequestServices.GetRequiredService<ViewerSource>().CurrentAsync(context.RequestAborted);
        if (viewer.IsAdmin || await FindAsync(code, context.RequestAborted) is not { } region || viewer.RegionIds.Contains(region))
            return;
        await refusals.NoteAsync(
            viewer, $"{context.Request.Method} {context.Request.Path}",
            $"Region {code} is not among theirs; answered as if there were none.");
    }

    /// <summary>In the path of pages and files, in the question of programs and lists.</summary>
    private static string? Named(HttpRequest request) =>
        request.Path.StartsWithSegments("/region", StringComparison.OrdinalIgnoreCase) && request.RouteValues["code"] is string code ? code
        : request.Query["region"] is [{ Length: > 0 } asked] ? asked
        : null;

    private async Task<int?> FindAsync(string code, CancellationToken cancellationToken)
    {
        var codes = known;
        if (codes is null || time.GetElapsedTime(codes.ReadAt) >= Lifetime)
        {
            long now = time.GetTimestamp();
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            var ids = await db.Regions.AsNoTracking().ToDictionaryAsync(r => r.Code, r => r.Id, StringComparer.Ordinal, cancellationToken);
            known = codes = new Codes(ids, now);
        }

        return codes.Ids.TryGetValue(code, out int id) ? id : null;
    }

    private sealed record Codes(IReadOnlyDictionary<string, int> Ids, long ReadAt);
}
