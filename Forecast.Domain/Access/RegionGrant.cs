namespace Forecast.Domain.Access;

/// <summary>A planner's right to one region.</summary>
public sealed class RegionGrant
{
    /// <summary>The user.</summary>
    public int UserId { get; set; }

    /// <summary>The region.</summary>
    public int RegionId { get; set; }

    /// <summary>Whether it follows from the groups of the person, which each sign-in tells anew; otherwise an admin gave it.</summary>
    public bool ByGroup { get; set; }
}
