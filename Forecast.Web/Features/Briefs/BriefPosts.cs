using Forecast.Domain.Access;
using Forecast.Domain.Catalog;
using Forecast.Domain.Data;
using Forecast.Web.Features.Briefs.Reading;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Forecast.Web.Features.Briefs;

/// <summary>
/// Sends each region's brief to its webhook at the hour by which its forecast is promised, ready or not: a brief that says "late" is news
/// as well. One replica sends it; what is not taken is tried again for two hours.
/// </summary>
internal sealed class BriefPosts(
    ViewerContexts contexts, BriefReader reader, IHttpClientFactory clients, IOptions<BriefOptions> options, TimeProvider time,
    ILogger<BriefPosts> logger) : BackgroundService
{
    /// <summary>Name of the HTTP client.</summary>
    public const string Client = "briefs";

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Window = TimeSpan.FromHours(2);
    private static readonly TimeSpan BeforeAgain = TimeSpan.FromMinutes(2);

    /// <summary>Sends what is due.</summary>
    internal async Task LookAsync(CancellationToken cancellationToken)
    {
        foreach (var region in await RegionsAsync(cancellationToken))
        {
            var now = time.GetUtcNow();
            var clock = TimeOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, region.Zone).DateTime);
            if (clock - region.DeadlineAt < Window)
                await SendAsync(region, region.BusinessDay(now), cancellationToken);
        }
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            do
            {
                try
                {
                    await LookAsync(stoppingToken);
                }
                catch (Exception e) when (e is not OperationCanceledException)
                {
                    logger.LogWarning(e, "Whether a brief is due cannot be read; it will be tried again.");
                }
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
            // The process stops.
        }
    }

    private async Task<List<Region>> RegionsAsync(CancellationToken cancellationToken)
    {
        string[] codes = [.. options.Value.Webhooks.Keys];
        await using var db = await contexts.OpenAsync(new Viewer(0, "Morning brief", Role.Admin, new HashSet<int>()), cancellationToken);
        return await db.Regions.AsNoTracking().Where(r => codes.Contains(r.Code)).OrderBy(r => r.Code).ToListAsync(cancellationToken);
    }

    private async Task SendAsync(Region region, DateOnly day, CancellationToken cancellationToken)
    {
        var viewer = new Viewer(0, "Morning brief", Role.Viewer, new HashSet<int> { region.Id });
        if (!await BeginAsync(viewer, region.Id, day, cancellationToken)
            || await reader.ReadAsync(viewer, region.Code, cancellationToken) is not { } brief)
            return;
        var address = new Uri(options.Value.Webhooks[region.Code]);
        try
        {
            using var client = clients.CreateClient(Client);
            using var content = JsonContent.Create(BriefCard.Of(brief, options.Value.Address), options: BriefFeed.Json);
            using var answer = await client.PostAsync(address, content, cancellationToken);
            answer.EnsureSuccessStatusCode();
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
        {
            // Without the address: whoever reads it in a log can post there.
            logger.LogWarning(
                "The brief of {Region} was not taken by {Host}: {Why} It is tried again.", region.Code, address.Host, e.Message);
            return;
        }

        await using var db = await contexts.OpenAsync(viewer, cancellationToken);
        var now = time.GetUtcNow();
        await db.BriefPosts.Where(p => p.RegionId == region.Id && p.Day == day)
            .ExecuteUpdateAsync(set => set.SetProperty(p => p.TakenAt, now), cancellationToken);
        logger.LogInformation("The brief of {Region} was sent to {Host}.", region.Code, address.Host);
    }

    /// <summary>Whether it is up to this replica now.</summary>
    private async Task<bool> BeginAsync(Viewer viewer, int regionId, DateOnly day, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var since = now - BeforeAgain;
        await using var db = await contexts.OpenAsync(viewer, cancellationToken);
        return await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO brief_post (region_id, day, begun_at) VALUES ({regionId}, {day}, {now})
            ON CONFLICT (region_id, day) DO UPDATE SET begun_at = excluded.begun_at
            WHERE brief_post.taken_at IS NULL AND brief_post.begun_at <= {since}
            """, cancellationToken) > 0;
    }
}
