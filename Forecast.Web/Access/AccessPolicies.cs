using Forecast.Domain.Access;

namespace Forecast.Web.Access;

/// <summary>Names of the authorisation policies; each holds for those after it, too.</summary>
internal static class AccessPolicies
{
    /// <summary>Any role: to look at what is granted.</summary>
    public const string Viewer = nameof(Role.Viewer);

    /// <summary>Planners and admins: to ask for forecasts.</summary>
    public const string Planner = nameof(Role.Planner);

    /// <summary>Admins only.</summary>
    public const string Admin = nameof(Role.Admin);
}
