using Forecast.Domain.Access;
using Forecast.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static Microsoft.Playwright.Assertions;

namespace Forecast.Tests.Browser;

/// <summary>
/// Several companies by a list of our own, a certificate instead of a secret, and rights by groups: what the settings of
/// <see cref="EntraSignInTests"/> leave out.
/// </summary>
public class EntraCompaniesTests(EntraCompaniesTests.Installed product, Chromium chromium)
    : IClassFixture<EntraCompaniesTests.Installed>, IAsyncLifetime
{
    /// <summary>Contoso and Fabrikam may enter; the product signs with its certificate.</summary>
    public sealed class Installed(EmbeddedServers servers) : EntraInstallation(servers)
    {
        protected override Dictionary<string, string> More()
        {
            const string credential = "AzureAd__ClientCredentials__0__";
            return new(StringComparer.Ordinal)
            {
                ["AzureAd__TenantId"] = "organizations",
                ["Access__AllowedTenants__0"] = Entra.Tenant("contoso"),
                ["Access__AllowedTenants__1"] = Entra.Tenant("fabrikam"),
                ["AzureAd__ClientId"] = Entra.CertificateClient,
                ["AzureAd__ClientSecret"] = "",
                [$"{credential}SourceType"] = "Path",
                [$"{credential}CertificateDiskPath"] = Path.Combine(EntraServer.Certificates, "client.pfx"),
                [$"{credential}CertificatePassword"] = EntraServer.CertificatePassword,
                ["Access__Groups__Planner__0"] = Entra.Group("planners"),
                ["Access__Regions__NORTH__0"] = Entra.Group("north"),
                ["Access__FirstAdmin"] = Entra.Subject("nora"),
            };
        }
    }

    private EntraServer Entra => product.Entra;

    public async ValueTask InitializeAsync() => await Entra.ResetAsync();

    public async ValueTask DisposeAsync()
    {
        Assert.Empty((await Entra.StateAsync())["refused"]!.AsObject());
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task PersonOfAListedCompany_IsLetIn_AndTheProductSignsForItself()
    {
        await using var window = await SignInAsync("fabrikam", "bert");

        await Expect(window.Page.GetByText("Bert Fabrikam")).ToBeVisibleAsync();
        var redeemed = Assert.Single((await Entra.StateAsync())["redemptions"]!.AsArray())!;
        Assert.False((bool)redeemed["bySecret"]!);
        Assert.Equal("PS256", (string)redeemed["byAssertion"]!["header"]!["alg"]!);
        Assert.Equal(Entra.CertificateClient, (string)redeemed["byAssertion"]!["payload"]!["iss"]!);
    }

    [Fact]
    public async Task PersonOfAnotherCompany_StaysOut_AndLeavesNoAccount()
    {
        await using var window = await SignInAsync("stranger", "carl");

        await Expect(window.Heading).ToHaveTextAsync("Another company's account");
        await using var db = product.Database();
        Assert.False(await db.Users.AnyAsync(u => u.Subject == Entra.Subject("carl"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Groups_MakeAPlannerAndOpenARegion_UntilTheyNoLongerDo()
    {
        await using (var window = await SignInAsync("contoso", "greta"))
            await Expect(window.Page.GetByText("Aurich").First).ToBeVisibleAsync();
        await Entra.PersonAsync("contoso", "greta", new { name = "Greta Group", groups = new[] { Entra.Group("planners") } });

        await using var again = await SignInAsync("contoso", "greta");

        await Expect(again.Page.GetByText("No region has been granted to you yet.")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task PersonInTooManyGroups_IsToldSo()
    {
        await using var window = await SignInAsync("contoso", "otto");

        await Expect(window.Heading).ToHaveTextAsync("Too many groups");
    }

    [Fact]
    public async Task FirstAdmin_IsAdminWithoutARole()
    {
        await using var window = await SignInAsync("contoso", "nora");

        await Expect(window.Page.GetByText("Nora None")).ToBeVisibleAsync();
        await using var db = product.Database();
        var nora = await db.Users.SingleAsync(u => u.Subject == Entra.Subject("nora"), TestContext.Current.CancellationToken);
        Assert.Equal(Role.Admin, nora.Role);
    }

    private async Task<Desktop> SignInAsync(string company, string who)
    {
        await Entra.SetAsync(new { organizations = company });
        var window = await product.OpenAsync(chromium);
        await window.Page.GotoAsync("/");
        await window.Page.Locator($"#{who}").ClickAsync();
        return window;
    }
}
