namespace Forecast.Web.Access;

/// <summary>Names of the authorisation policies.</summary>
internal static class AccessPolicies
{
    /// <summary>Any signed-in account.</summary>
    public const string Planner = "Planner";

    /// <summary>Admins only.</summary>
    public const string Admin = "Admin";
}
