namespace Forecast.Web.Access;

/// <summary>Who may enter with the company's account, and as what.</summary>
internal sealed class AccessOptions
{
    public const string Section = "Access";

    /// <summary>Tenants whose people may enter, by their directory ids; empty means that of <c>AzureAd:TenantId</c> alone.</summary>
    public string[] AllowedTenants { get; set; } = [];

    /// <summary>Who is an admin whatever the token says, as TENANT:OBJECT-ID: somebody has to let the others in.</summary>
    public string? FirstAdmin { get; set; }

    /// <summary>App roles that make a person what; Foreact.Admin, Foreact.Planner and Foreact.Viewer unless said otherwise.</summary>
    public RoleNames Roles { get; set; } = new();

    /// <summary>Groups, by their object ids, that make a person what; none unless said.</summary>
    public RoleNames Groups { get; set; } = new();

    /// <summary>By the code of a region: the groups, by their object ids, whose members may see it.</summary>
    public Dictionary<string, string[]> Regions { get; set; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether anything hangs on the groups of a person.</summary>
    public bool AsksForGroups => Groups.Any || Regions.Count > 0;

    /// <summary>What makes a person an admin, a planner, a viewer.</summary>
    internal sealed class RoleNames
    {
        public string[]? Admin { get; set; }

        public string[]? Planner { get; set; }

        public string[]? Viewer { get; set; }

        public bool Any => (Admin ?? []).Length + (Planner ?? []).Length + (Viewer ?? []).Length > 0;
    }
}
