using System.Globalization;
using Forecast.Domain.Catalog;
using Forecast.Training.Runs.Planning;
using Hangfire;
using Hangfire.Common;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Forecast.Training.Runs.Scheduling;

/// <summary>
/// Keeps one recurring job per region in step with the region's time and zone. What is right already is left alone, so that a restart loses
/// no misfire. Times are Hangfire's, which goes by the machine's clock, and are compared with the database's.
/// </summary>
internal sealed class MorningJobs(
    NpgsqlDataSource database, JobStorage storage, IJobFilterProvider filters, RegionReader regions, ILogger<MorningJobs> logger)
{
    private const string Prefix = "recurring-job:";

    /// <summary>A next start this long ago means that no worker starts any more.</summary>
    private static readonly TimeSpan Overdue = TimeSpan.FromMinutes(2);

    /// <summary>What was complained about: each once, not at every look.</summary>
    private readonly HashSet<string> told = [];

    /// <summary>Name of a region's recurring job.</summary>
    public static string NameOf(int regionId) => string.Create(CultureInfo.InvariantCulture, $"morning-{regionId}");

    /// <summary>Adds what is missing, changes what has changed.</summary>
    public async Task SyncAsync(CancellationToken ct)
    {
        var known = await KnownAsync(ct);
        foreach (var region in await regions.AllAsync(ct))
        {
            if (TimeZoneInfo.TryFindSystemTimeZoneById(region.TimeZone, out var zone))
                Sync(region, zone, known.GetValueOrDefault(NameOf(region.Id)));
            else if (told.Add($"{region.Code} {region.TimeZone}"))
                logger.LogError(
                    "Region {Region} has the unknown time zone {Zone}: no morning run is scheduled.", region.Code, region.TimeZone);
        }
    }

    private void Sync(Region region, TimeZoneInfo zone, Scheduled? known)
    {
        var cron = string.Create(CultureInfo.InvariantCulture, $"{region.MorningRunAt.Minute} {region.MorningRunAt.Hour} * * *");
        if (known is null || known.Cron != cron || known.Zone != zone.Id)
        {
            var manager = new RecurringJobManager(storage, filters);
            var job = Job.FromExpression<MorningRunJob>(j => j.StartAsync(region.Id, CancellationToken.None), WorkerQueues.Clock);
            manager.AddOrUpdate(
                NameOf(region.Id), job, cron, new RecurringJobOptions { TimeZone = zone, MisfireHandling = MisfireHandlingMode.Relaxed });
        }
        else if (known.Next < known.Now - Overdue && told.Add($"{region.Code} {known.Next:O}"))
        {
            logger.LogError("The schedule stands still: the morning run of {Region} was due at {Due}.", region.Code, known.Next);
        }
    }

    private async Task<Dictionary<string, Scheduled>> KnownAsync(CancellationToken ct)
    {
        const string sql = $"""
            SELECT substr(key, length('{Prefix}') + 1), field, coalesce(value, ''), now() FROM {JobTables.Schema}.hash
            WHERE key LIKE '{Prefix}morning-%' AND field IN ('Cron', 'TimeZoneId', 'NextExecution')
            """;
        var fields = await database.Command(sql)
            .ListAsync(r => (Job: r.GetString(0), Field: r.GetString(1), Value: r.GetString(2), Now: r.GetFieldValue<DateTime>(3)), ct);
        return fields.GroupBy(f => f.Job, StringComparer.Ordinal).ToDictionary(
            g => g.Key,
            g =>
            {
                var values = g.ToDictionary(f => f.Field, f => f.Value, StringComparer.Ordinal);
                return new Scheduled(
                    values.GetValueOrDefault("Cron", ""), values.GetValueOrDefault("TimeZoneId", ""),
                    JobHelper.DeserializeNullableDateTime(values.GetValueOrDefault("NextExecution")), g.First().Now);
            },
            StringComparer.Ordinal);
    }

    private sealed record Scheduled(string Cron, string Zone, DateTime? Next, DateTime Now);
}
