using Forecast.Domain.Access;

namespace Forecast.Web.Access;

/// <summary>An account as the development sign-in offers it.</summary>
public sealed record DevelopmentAccount(int Id, string Name, Role Role, IReadOnlyList<string> Regions)
{
    public string RegionsInWords =>
        Role == Role.Admin ? "all regions" : Regions.Count == 0 ? "no region granted" : string.Join(", ", Regions);
}
