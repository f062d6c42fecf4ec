namespace Forecast.Domain.Access;

/// <summary>A planner's right to one region.</summary>
public sealed class RegionGrant
{
    /// <summary>The user.</summary>
    public int UserId { get; set; }

    /// <summary>The region.</summary>
    public int RegionId { get; set; }
}
