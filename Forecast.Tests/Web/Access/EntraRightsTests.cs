using System.Security.Claims;
using Forecast.Domain.Access;
using Forecast.Web.Access;
using Forecast.Web.Access.Entra;

namespace Forecast.Tests.Web.Access;

/// <summary>What somebody is and may see follows from the token and the settings alone.</summary>
public class EntraRightsTests
{
    private const string Contoso = "11111111-1111-4111-8111-111111111111", Fabrikam = "22222222-2222-4222-8222-222222222222";
    private const string Somebody = "cce2ca69-137e-4d2a-8a85-e4d01e67ab0b";
    private const string Planners = "99999999-0000-4000-8000-000000000001", North = "99999999-0000-4000-8000-000000000002";

    [Theory]
    [InlineData("Foreact.Planner", Role.Planner)]
    [InlineData("Foreact.Admin", Role.Admin)]
    [InlineData("Foreact.Planner Foreact.Admin", Role.Admin)] // The higher one counts.
    [InlineData("Other.Admin Foreact.Planner", Role.Planner)]
    public void AppRoles_MakeSomebodyWhatTheySay(string roles, Role expected) =>
        Assert.Equal(expected, RightsOf(Token(roles: roles)).Role);

    [Fact]
    public void AppRoles_CanHaveOtherNames()
    {
        var options = new AccessOptions { Roles = new() { Planner = ["Demand.Write"] } };

        Assert.Equal(Role.Planner, RightsOf(Token(roles: "Demand.Write"), options).Role);
        Assert.Equal(SignInProblem.NoRole, ProblemOf(Token(roles: "Foreact.Planner"), options));
    }

    [Fact]
    public void Groups_MakeSomebodyWhatTheSettingsSay_AndOpenRegions()
    {
        var options = new AccessOptions
        {
            Groups = new() { Planner = [Planners] },
            Regions = new() { ["NORTH"] = [North], ["WEST"] = [Planners[..^1] + "9"] },
        };

        var rights = RightsOf(Token(groups: $"{Planners} {North.ToUpperInvariant()}"), options);

        Assert.Equal(Role.Planner, rights.Role);
        Assert.Equal(["NORTH"], rights.RegionCodes);
    }

    [Fact]
    public void NobodysRole_IsNoRole() => Assert.Equal(SignInProblem.NoRole, ProblemOf(Token()));

    [Fact]
    public void TooManyGroups_MatterWhereARoleHangsOnGroups()
    {
        var options = new AccessOptions { Groups = new() { Planner = [Planners] } };

        Assert.Equal(SignInProblem.GroupOverage, ProblemOf(Token(more: new Claim("_claim_names", "{\"groups\":\"src1\"}")), options));
        Assert.Equal(SignInProblem.GroupOverage, ProblemOf(Token(more: new Claim("hasgroups", "true")), options));
        Assert.Equal(SignInProblem.NoRole, ProblemOf(Token(more: new Claim("_claim_names", "{\"other\":\"src1\"}")), options));
    }

    [Fact]
    public void TooManyGroups_MatterWhereARegionHangsOnGroups_ButNotToAnAdmin()
    {
        var options = new AccessOptions { Regions = new() { ["NORTH"] = [North] } };
        var overage = new Claim("hasgroups", "true");

        Assert.Equal(SignInProblem.GroupOverage, ProblemOf(Token(roles: "Foreact.Planner", more: overage), options));
        Assert.Equal(Role.Admin, RightsOf(Token(roles: "Foreact.Admin", more: overage), options).Role);
    }

    [Fact]
    public void TooManyGroups_DoNotMatterWhereNothingHangsOnThem() =>
        Assert.Equal(Role.Planner, RightsOf(Token(roles: "Foreact.Planner", more: new Claim("hasgroups", "true"))).Role);

    [Fact]
    public void FirstAdmin_IsAdminWithoutARole() =>
        Assert.Equal(Role.Admin, RightsOf(Token(), new AccessOptions { FirstAdmin = $"{Contoso}:{Somebody}" }).Role);

    [Fact] // A role in another company is nobody's business here.
    public void AnotherCompany_IsForeign_WhateverTheTokenSays()
    {
        var options = new AccessOptions { FirstAdmin = $"{Fabrikam}:{Somebody}" };

        Assert.Equal(SignInProblem.ForeignTenant, ProblemOf(Token(tenant: Fabrikam, roles: "Foreact.Admin"), options));
    }

    [Fact]
    public void Person_IsTenantAndObjectId_NeverAnAddress()
    {
        var person = EntraPerson.From(Token())!;

        Assert.Equal($"{Contoso}:{Somebody}", person.Subject);
        Assert.Equal(("Petra Nord", "petra@contoso.example"), (person.Name, person.Email));
    }

    [Theory]
    [InlineData("tid")]
    [InlineData("oid")]
    public void TokenWithoutTenantOrKey_IsNobodys(string missing)
    {
        var identity = new ClaimsIdentity(Token().Claims.Where(c => c.Type != missing));

        Assert.Null(EntraPerson.From(new ClaimsPrincipal(identity)));
    }

    private static EntraRights RightsOf(ClaimsPrincipal token, AccessOptions? options = null) =>
        EntraRights.Of(EntraPerson.From(token)!, options ?? new AccessOptions(), [Contoso]);

    private static SignInProblem ProblemOf(ClaimsPrincipal token, AccessOptions? options = null) =>
        Assert.Throws<SignInRefusedException>(() => RightsOf(token, options)).Problem;

    private static ClaimsPrincipal Token(string tenant = Contoso, string roles = "", string groups = "", Claim? more = null)
    {
        var claims = new List<Claim>
        {
            new("tid", tenant), new("oid", Somebody), new("name", "Petra Nord"), new("preferred_username", "petra@contoso.example"),
        };
        claims.AddRange(roles.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(role => new Claim("roles", role)));
        claims.AddRange(groups.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(group => new Claim("groups", group)));
        if (more is not null)
            claims.Add(more);
        return new ClaimsPrincipal(new ClaimsIdentity(claims, "test"));
    }
}
