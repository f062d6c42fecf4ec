using Forecast.Domain.Access;

namespace Forecast.Web.Access.Entra;

/// <summary>What a person is and which regions follow from their groups, by the settings.</summary>
/// <param name="Role">The highest role the person has.</param>
/// <param name="RegionCodes">Codes of the regions that the person's groups open.</param>
internal sealed record EntraRights(Role Role, IReadOnlyList<string> RegionCodes)
{
    private static readonly Role[] HighestFirst = [Role.Admin, Role.Planner, Role.Viewer];

    /// <summary>The rights of a person.</summary>
    /// <exception cref="SignInRefusedException">The person is not let in; says why.</exception>
    public static EntraRights Of(EntraPerson person, AccessOptions options, IReadOnlyCollection<string> allowedTenants)
    {
        if (!allowedTenants.Contains(person.Tenant, StringComparer.OrdinalIgnoreCase))
            throw new SignInRefusedException(SignInProblem.ForeignTenant, person.Subject);
        var role = RoleOf(person, options);
        // A token without groups does not say which ones a person is not in.
        bool groupsAreMissing = person.HasMoreGroups && options.AsksForGroups && role != Role.Admin;
        if (groupsAreMissing || role is null)
        {
            throw new SignInRefusedException(
                groupsAreMissing ? SignInProblem.GroupOverage : SignInProblem.NoRole, person.Subject);
        }

        return new EntraRights(role.Value, [.. options.Regions.Where(r => r.Value.Any(person.Groups.Contains)).Select(r => r.Key)]);
    }

    private static Role? RoleOf(EntraPerson person, AccessOptions options)
    {
        if (string.Equals(options.FirstAdmin, person.Subject, StringComparison.OrdinalIgnoreCase))
            return Role.Admin;
        foreach (var role in HighestFirst)
        {
            if (Named(options.Roles, role, $"Foreact.{role}").Any(person.Roles.Contains)
                || Named(options.Groups, role).Any(person.Groups.Contains))
                return role;
        }

        return null;
    }

    private static string[] Named(AccessOptions.RoleNames names, Role role, params string[] otherwise) => role switch
    {
        Role.Admin => names.Admin,
        Role.Planner => names.Planner,
        _ => names.Viewer,
    } ?? otherwise;
}
