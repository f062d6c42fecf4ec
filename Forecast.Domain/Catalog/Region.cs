namespace Forecast.Domain.Catalog;

/// <summary>A part of the retailer with its own planners, time zone, morning run and published forecast.</summary>
public sealed class Region
{
    /// <summary>Database key.</summary>
    public int Id { get; set; }

    /// <summary>Short unique code, as in master files and URLs.</summary>
    public required string Code { get; set; }

    /// <summary>Name as planners say it.</summary>
    public required string Name { get; set; }

    /// <summary>IANA time zone; business days and the morning run are read on this clock.</summary>
    public required string TimeZone { get; set; }

    /// <summary>Code of the holiday calendar, such as "DE" or "US"; empty for none.</summary>
    public string HolidayCalendar { get; set; } = "";

    /// <summary>Local time at which the morning run starts.</summary>
    public TimeOnly MorningRunAt { get; set; } = new(5, 0);

    /// <summary>Local time by which today's forecast was promised.</summary>
    public TimeOnly DeadlineAt { get; set; } = new(9, 0);

    /// <summary>The region's zone; throws <see cref="TimeZoneNotFoundException"/> for a zone this machine does not know.</summary>
    public TimeZoneInfo Zone => TimeZoneInfo.FindSystemTimeZoneById(TimeZone);

    /// <summary>The business day that an instant falls on in this region.</summary>
    public DateOnly BusinessDay(DateTimeOffset instant) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, Zone).DateTime);

    /// <summary>The last day that is over in this region: yesterday, locally.</summary>
    public DateOnly LastCompleteDay(DateTimeOffset instant) => BusinessDay(instant).AddDays(-1);
}
