using System.Globalization;
using Forecast.Domain.Catalog;
using Forecast.Training.Runs.Planning;
using Microsoft.Extensions.Logging;
using Quartz;

namespace Forecast.Training.Runs.Scheduling;

/// <summary>Keeps one cron trigger per region in step with the region's time and zone. What is right already is left alone, so that a restart loses no misfire.</summary>
internal sealed class MorningTriggers(ISchedulerFactory schedulers, RegionReader regions, TimeProvider clock, ILogger<MorningTriggers> logger)
{
    private const string Group = "morning";

    /// <summary>A next fire this long ago means that no scheduler fires any more.</summary>
    private static readonly TimeSpan Overdue = TimeSpan.FromMinutes(2);

    /// <summary>Adds what is missing, changes what has changed.</summary>
    public async Task SyncAsync(CancellationToken ct)
    {
        var scheduler = await schedulers.GetScheduler(ct);
        foreach (var region in await regions.AllAsync(ct))
        {
            if (!TimeZoneInfo.TryFindSystemTimeZoneById(region.TimeZone, out var zone))
            {
                logger.LogError("Region {Region} has the unknown time zone {Zone}: no morning run is scheduled.", region.Code, region.TimeZone);
                continue;
            }

            await SyncAsync(scheduler, region, zone, ct);
        }
    }

    private async Task SyncAsync(IScheduler scheduler, Region region, TimeZoneInfo zone, CancellationToken ct)
    {
        var key = new TriggerKey(region.Id.ToString(CultureInfo.InvariantCulture), Group);
        var cron = string.Create(CultureInfo.InvariantCulture, $"0 {region.MorningRunAt.Minute} {region.MorningRunAt.Hour} * * ?");
        var trigger = TriggerBuilder.Create()
            .ForJob(MorningRunJob.Key)
            .WithIdentity(key)
            .WithDescription($"Morning run of {region.Name}")
            .WithSchedule(CronScheduleBuilder.Create(cron).InTimeZone(zone).WithMisfireInstruction(CronTriggerMisfireInstruction.FireAndProceed))
            .UsingJobData(MorningRunJob.RegionField, region.Id.ToString(CultureInfo.InvariantCulture))
            .Build();
        try
        {
            if (await scheduler.GetTrigger(key, ct) is not ICronTrigger known)
                await scheduler.ScheduleJob(trigger, cancellationToken: ct);
            else if (!string.Equals(known.CronExpressionString, cron, StringComparison.Ordinal) || !known.TimeZone.Equals(zone))
                await scheduler.RescheduleJob(key, trigger, ct);
            else if (known.NextFireTimeUtc < clock.GetUtcNow() - Overdue)
                logger.LogError("The schedule stands still: the morning run of {Region} was due at {Due}.", region.Code, known.NextFireTimeUtc);
        }
        catch (ObjectAlreadyExistsException)
        {
            // Another node has just added it.
        }
    }
}
