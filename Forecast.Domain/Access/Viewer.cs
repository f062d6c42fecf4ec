namespace Forecast.Domain.Access;

/// <summary>Who is asking and what may be shown: every query and command takes one.</summary>
/// <param name="UserId">Database key of the user.</param>
/// <param name="Name">Name on screen and in the history.</param>
/// <param name="Role">What the user may do.</param>
/// <param name="RegionIds">The regions the user may see; for an admin, all of them.</param>
public sealed record Viewer(int UserId, string Name, Role Role, IReadOnlySet<int> RegionIds)
{
    /// <summary>Whether the viewer is an admin.</summary>
    public bool IsAdmin => Role == Role.Admin;

    /// <summary>Whether the viewer may ask for forecasts, rather than only look at them.</summary>
    public bool MayPlan => Role is Role.Planner or Role.Admin;

    /// <summary>Whether the viewer may load files: admins, and programs that were given just that.</summary>
    public bool MayLoadFiles => IsAdmin || LoadsFiles;

    /// <summary>Whether a program, which is never an admin, was given the right to load files.</summary>
    public bool LoadsFiles { get; init; }

    /// <summary>Whether the viewer may see a region.</summary>
    public bool MaySee(int regionId) => RegionIds.Contains(regionId);

    /// <summary>Throws <see cref="AccessDeniedException"/> unless the viewer may see the region.</summary>
    public void DemandRegion(int regionId)
    {
        if (!MaySee(regionId))
            throw new AccessDeniedException($"{Name} has no right to this region. Ask an admin to grant it.");
    }

    /// <summary>Throws <see cref="AccessDeniedException"/> unless the viewer may ask for forecasts.</summary>
    public void DemandPlanner()
    {
        if (!MayPlan)
            throw new AccessDeniedException($"{Name} may look at forecasts, but only planners and admins may do this.");
    }

    /// <summary>Throws <see cref="AccessDeniedException"/> unless the viewer may load files.</summary>
    public void DemandFileLoader()
    {
        if (!MayLoadFiles)
            throw new AccessDeniedException($"{Name} may not load files; only admins may, and programs that were given the right to.");
    }

    /// <summary>Throws <see cref="AccessDeniedException"/> unless the viewer is an admin.</summary>
    public void DemandAdmin()
    {
        if (!IsAdmin)
            throw new AccessDeniedException($"{Name} is not an admin; only admins may do this.");
    }
}
