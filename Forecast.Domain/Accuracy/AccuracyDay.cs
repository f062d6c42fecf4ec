namespace Forecast.Domain.Accuracy;

/// <summary>A day of a region that is scored, and on which sales.</summary>
public sealed class AccuracyDay
{
    /// <summary>The region.</summary>
    public int RegionId { get; set; }

    /// <summary>The day.</summary>
    public DateOnly Day { get; set; }

    /// <summary>The last load that had changed sales of the day when it was scored; a later one has it scored again.</summary>
    public long LoadId { get; set; }

    /// <summary>When it was scored last.</summary>
    public DateTimeOffset ScoredAt { get; set; }
}
