using Forecast.Domain.Catalog;

namespace Forecast.Training.Runs.Scheduling;

/// <summary>Turns a region's local times into instants.</summary>
internal static class MorningClock
{
    /// <summary>The instant of a local time on a day; a time that the change to summer time skips counts as one hour later.</summary>
    public static DateTimeOffset Instant(Region region, DateOnly day, TimeOnly time)
    {
        var zone = region.Zone;
        var local = day.ToDateTime(time, DateTimeKind.Unspecified);
        if (zone.IsInvalidTime(local))
            local = local.AddHours(1);
        return new DateTimeOffset(local, zone.GetUtcOffset(local)).ToUniversalTime();
    }

    /// <summary>The last scheduled start of the morning run that is not after an instant.</summary>
    public static DateTimeOffset LastStart(Region region, DateTimeOffset now)
    {
        var today = region.BusinessDay(now);
        var start = Instant(region, today, region.MorningRunAt);
        return start <= now ? start : Instant(region, today.AddDays(-1), region.MorningRunAt);
    }

    /// <summary>The promise that belongs to a start: the region's deadline on the same local day.</summary>
    public static DateTimeOffset DeadlineOf(Region region, DateTimeOffset start) =>
        Instant(region, region.BusinessDay(start), region.DeadlineAt);
}
