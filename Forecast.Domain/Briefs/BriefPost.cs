namespace Forecast.Domain.Briefs;

/// <summary>A region's brief of one day that was sent to its webhook: one replica sends it, once.</summary>
public sealed class BriefPost
{
    /// <summary>The region.</summary>
    public int RegionId { get; set; }

    /// <summary>The business day.</summary>
    public DateOnly Day { get; set; }

    /// <summary>When a replica last began to send it.</summary>
    public DateTimeOffset BegunAt { get; set; }

    /// <summary>When it was taken by the other side; null before.</summary>
    public DateTimeOffset? TakenAt { get; set; }
}
