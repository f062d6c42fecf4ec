using Forecast.Domain.Access;
using Forecast.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Forecast.Tests.Browser;

/// <summary>
/// Signing in with a company account: a real provider that answers as login.microsoftonline.com, two replicas of the product in Production
/// over HTTPS, and a real browser. The product's settings are those of production; only the network is another.
/// </summary>
public class EntraSignInTests(EntraInstallation product, Chromium chromium) : IClassFixture<EntraInstallation>, IAsyncLifetime
{
    private EntraServer Entra => product.Entra;

    public async ValueTask InitializeAsync() => await Entra.ResetAsync();

    /// <summary>Whatever the test was about: nobody but the provider was called.</summary>
    public async ValueTask DisposeAsync()
    {
        var refused = (await Entra.StateAsync())["refused"]!.AsObject();
        Assert.True(refused.Count == 0, $"Other hosts were asked for: {string.Join(", ", refused.Select(r => r.Key))}");
        Assert.Empty(product.HostsAskedByPages.Except(["localhost", "login.microsoftonline.com"], StringComparer.OrdinalIgnoreCase));
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Planner_SignsInAndSeesTheRegionAsked()
    {
        await using var window = await product.OpenAsync(chromium);

        await window.Page.GotoAsync("/region/NORTH?stores=N1");
        await ChooseAsync(window, "petra");

        await Expect(window.Page).ToHaveURLAsync(new Uri(product.First.Address, "/region/NORTH?stores=N1").ToString());
        await Expect(window.Page.GetByText("Petra Nord")).ToBeVisibleAsync();
        await Expect(window.Page.GetByText("Aurich").First).ToBeVisibleAsync();
        await using var db = product.Database();
        var account = await db.Users.SingleAsync(u => u.Subject == Entra.Subject("petra"), TestContext.Current.CancellationToken);
        Assert.Equal(("Petra Nord", Role.Planner), (account.Name, account.Role));
        Assert.NotNull(account.LastSeenAt);
    }

    [Fact]
    public async Task Request_CarriesCodeFlowWithPkceStateAndNonce()
    {
        await using var window = await product.OpenAsync(chromium);

        await SignInAsync(window, "petra");

        var asked = (await Entra.StateAsync())["authorizations"]!.AsArray()[0]!.AsObject();
        string Of(string name) => asked[name] is { } value ? (string)value! : "";
        Assert.Equal(("code", "S256", "form_post"), (Of("response_type"), Of("code_challenge_method"), Of("response_mode")));
        Assert.Equal(43, Of("code_challenge").Length); // SHA-256 in base64url
        Assert.NotEqual("", Of("state"));
        Assert.NotEqual("", Of("nonce"));
        Assert.Equal(new Uri(product.First.Address, "/signin-oidc").ToString(), Of("redirect_uri"));
        var redeemed = Assert.Single((await Entra.StateAsync())["redemptions"]!.AsArray())!;
        Assert.True((bool)redeemed["byVerifier"]! && (bool)redeemed["bySecret"]!);
    }

    [Fact]
    public async Task Cookies_AreBoundToThisHostAndHttps_AndHoldNoToken()
    {
        await using var window = await product.OpenAsync(chromium);

        await SignInAsync(window, "petra");
        await window.Page.Locator("[data-theme-switch]").ClickAsync(); // Its choice is a cookie, too.

        var cookies = (await window.Page.Context.CookiesAsync([product.First.Address.ToString()]))
            .Where(c => c.Name.Contains("foreact", StringComparison.Ordinal)).ToList();
        var session = Assert.Single(cookies, c => c.Name == "__Host-foreact");
        Assert.True(session is { HttpOnly: true, Secure: true, Path: "/", SameSite: SameSiteAttribute.Lax });
        Assert.Contains(cookies, c => c.Name == "__Host-foreact-theme");
        Assert.All(cookies, c => Assert.StartsWith("__Host-foreact", c.Name, StringComparison.Ordinal));
        Assert.All(cookies, c => Assert.True(c.Secure));
        Assert.InRange(session.Value.Length, 1, 1_500); // A token of Entra ID alone is longer.
    }

    [Fact]
    public async Task WhoIsSignedInAtTheProvider_IsNotAskedAgain()
    {
        await using var window = await product.OpenAsync(chromium);
        await SignInAsync(window, "petra");

        await window.Page.Context.ClearCookiesAsync(new() { Name = "__Host-foreact" });
        await window.Page.GotoAsync("/runs");

        await Expect(window.Heading).ToHaveTextAsync("Runs");
    }

    [Theory]
    [InlineData("nora", "No role yet")]
    [InlineData("otto", "No role yet")] // Nothing hangs on groups in this installation, so too many of them do not matter.
    public async Task WhoHasNoRole_IsToldSo_AndCanChooseAnotherAccount(string who, string title)
    {
        await using var window = await product.OpenAsync(chromium);
        await window.Page.GotoAsync("/");
        await ChooseAsync(window, who);

        await Expect(window.Heading).ToHaveTextAsync(title);
        await window.KeepPictureAsync($"signin-{who}");
        Assert.Empty(await window.ViolationsAsync());
        await window.Page.GetByRole(AriaRole.Link, new() { Name = "Choose another account" }).ClickAsync();
        await ChooseAsync(window, "petra");

        await Expect(window.Page.GetByText("Petra Nord")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task WhoDeclines_IsToldSo()
    {
        await using var window = await product.OpenAsync(chromium);
        await window.Page.GotoAsync("/");
        await window.Page.Locator("#cancel").ClickAsync();

        await Expect(window.Heading).ToHaveTextAsync("Not agreed");
    }

    [Fact]
    public async Task ClosedAccount_IsToldSo()
    {
        await using (var db = product.Database())
        {
            db.Add(new User { Subject = Entra.Subject("greta"), Name = "Greta", Role = Role.Planner, DisabledAt = Boards.Morning });
            await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        }

        await Entra.PersonAsync("contoso", "greta", new { name = "Greta Group", roles = new[] { "Foreact.Planner" } });
        await using var window = await product.OpenAsync(chromium);
        await window.Page.GotoAsync("/");
        await ChooseAsync(window, "greta");

        await Expect(window.Heading).ToHaveTextAsync("Account closed");
    }

    [Fact]
    public async Task ProviderThatIsDown_IsSaid_AndWorksWhenItIsBack()
    {
        await Entra.SetAsync(new { down = new[] { "token" } });
        await using var window = await product.OpenAsync(chromium);
        await window.Page.GotoAsync("/");
        await ChooseAsync(window, "petra");
        await Expect(window.Heading).ToHaveTextAsync("The company sign-in does not answer");
        await Entra.SetAsync(new { down = Array.Empty<string>() });

        await window.Page.GetByRole(AriaRole.Link, new() { Name = "Sign in with your company account" }).ClickAsync();

        await Expect(window.Page.GetByText("Petra Nord")).ToBeVisibleAsync();
    }

    [Theory]
    [InlineData("invalid_client", "Foreact was not recognised")] // Its secret has expired, say.
    [InlineData("invalid_grant", "That took too long")]
    [InlineData("temporarily_unavailable", "The company sign-in does not answer")]
    public async Task RefusalToRedeemTheCode_IsTold(string error, string title)
    {
        await Entra.SetAsync(new { tokenError = new { status = 400, error, error_description = "AADSTS0: as told" } });
        await using var window = await product.OpenAsync(chromium);
        await window.Page.GotoAsync("/");
        await ChooseAsync(window, "petra");

        await Expect(window.Heading).ToHaveTextAsync(title);
        Assert.DoesNotContain("AADSTS", await window.Page.ContentAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task SignInBegunInAnotherBrowser_TookTooLong()
    {
        await using var window = await product.OpenAsync(chromium);
        await window.Page.GotoAsync("/");
        var names = (await window.Page.Context.CookiesAsync()).Select(c => c.Name)
            .Where(n => n.Contains("foreact-signin", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(names);
        foreach (var name in names) // As when they have expired.
            await window.Page.Context.ClearCookiesAsync(new() { Name = name });

        await ChooseAsync(window, "petra");

        await Expect(window.Heading).ToHaveTextAsync("That took too long");
    }

    [Theory]
    [InlineData(3 * 3600)]
    [InlineData(-3 * 3600)]
    public async Task ClockThatIsHoursOff_IsSaid(int seconds)
    {
        await Entra.SetAsync(new { clock = seconds });
        await using var window = await product.OpenAsync(chromium);
        await window.Page.GotoAsync("/");
        await ChooseAsync(window, "petra");

        await Expect(window.Heading).ToHaveTextAsync("The clocks disagree");
    }

    [Fact]
    public async Task NewKeysOfTheProvider_AreNotNoticed()
    {
        await using (var before = await product.OpenAsync(chromium))
            await SignInAsync(before, "petra"); // The keys are known now.
        await Entra.RotateKeysAsync();
        await using var window = await product.OpenAsync(chromium);

        await SignInAsync(window, "petra");
    }

    [Fact]
    public async Task SignOut_EndsTheSessionAtBothEnds_InOtherTabsAndAtOtherReplicas()
    {
        await using var window = await product.OpenAsync(chromium);
        await SignInAsync(window, "petra");
        var copied = await product.CopyOfSessionAsync(window);
        var other = await window.Page.Context.NewPageAsync();
        await other.GotoAsync("/runs");
        await Expect(other.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Runs");
        Assert.True(await product.IsGoodAtAsync(product.Second, copied));

        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();

        await Expect(window.Heading).ToHaveTextAsync("Signed out");
        await Expect(other.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Sign in"); // By itself.
        Assert.False(await product.IsGoodAtAsync(product.First, copied));
        await product.UntilAsync(async () => !await product.IsGoodAtAsync(product.Second, copied));
        await window.Page.GotoAsync("/");
        await Expect(window.Page.Locator("#petra")).ToBeVisibleAsync(); // The provider asks who it is.
    }

    [Fact]
    public async Task SignOutWhileTheProviderIsDown_EndsTheSessionHere()
    {
        await using var window = await product.OpenAsync(chromium);
        await SignInAsync(window, "petra");
        var copied = await product.CopyOfSessionAsync(window);
        await Entra.SetAsync(new { down = new[] { "logout" } });

        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();

        await product.UntilAsync(async () => !await product.IsGoodAtAsync(product.First, copied));
    }

    [Fact]
    public async Task CopiedCookieOfAnEndedSession_IsToldThatItEnded()
    {
        await using var window = await product.OpenAsync(chromium);
        await SignInAsync(window, "petra");
        var copied = await product.CopyOfSessionAsync(window);
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await Expect(window.Heading).ToHaveTextAsync("Signed out");
        await using var thief = await product.OpenAsync(chromium);
        await thief.Page.Context.AddCookiesAsync([copied]);

        await thief.Page.GotoAsync("/");

        await Expect(thief.Heading).ToHaveTextAsync("Your session has ended");
        await thief.KeepPictureAsync("signin-ended");
    }

    [Fact] // The viewer's page loads itself anew within a minute, twice; nobody touches it.
    public async Task RegionGivenAndTaken_OpensAndClosesWhatIsOnScreen()
    {
        await using var vera = await product.OpenAsync(chromium);
        await SignInAsync(vera, "vera");
        await Expect(vera.Page.GetByText("No region has been granted to you yet.")).ToBeVisibleAsync();
        await using var ada = await product.OpenAsync(chromium);
        await SignInAsync(ada, "ada");
        await ada.Page.GetByRole(AriaRole.Link, new() { Name = "People" }).ClickAsync();

        await GrantAsync(ada, "Vera Viewer", "North");
        await Expect(vera.Page.GetByText("Aurich").First).ToBeVisibleAsync();
        await Expect(vera.Page.GetByRole(AriaRole.Button, new() { Name = "Refresh my forecast" })).ToHaveCountAsync(0); // She only looks.
        await ada.KeepPictureAsync("people");
        await GrantAsync(ada, "Vera Viewer", "North");

        await Expect(vera.Page.GetByText("No region has been granted to you yet.")).ToBeVisibleAsync();
        Assert.DoesNotContain("Aurich", await vera.Page.ContentAsync(), StringComparison.Ordinal);
        await using var db = product.Database();
        var written = await db.AuditEntries.Where(a => a.Subject.Contains("Vera Viewer")).OrderBy(a => a.Id).Select(a => a.Action)
            .ToListAsync(TestContext.Current.CancellationToken);
        Assert.Equal(["grant region", "withdraw region"], written);
    }

    [Fact]
    public async Task SignIns_AndThoseRefused_AreWrittenDown()
    {
        await using var window = await product.OpenAsync(chromium);
        await window.Page.GotoAsync("/");
        await ChooseAsync(window, "nora");
        await Expect(window.Heading).ToHaveTextAsync("No role yet");

        await using var other = await product.OpenAsync(chromium);
        await SignInAsync(other, "petra");

        await using var db = product.Database();
        var entries = await db.AuditEntries.ToListAsync(TestContext.Current.CancellationToken);
        Assert.Contains(entries, a => (a.By, a.Action, a.Detail) == (Entra.Subject("nora"), "sign-in refused", "NoRole"));
        Assert.Contains(entries, a => (a.By, a.Action, a.Subject) == ("Petra Nord", "sign in", Entra.Subject("petra")));
    }

    [Fact]
    public async Task Worker_ServesNoSignIn()
    {
        var worker = await product.StartAsync("worker");
        using var http = ProductProcess.Client(worker.Address);

        foreach (var path in (string[])["/", "/signin", "/login", "/signin-oidc", "/signout"])
        {
            using var answer = await http.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
            Assert.Equal((path, 404), (path, (int)answer.StatusCode));
        }
    }

    /// <summary>Through the provider, until the board is live.</summary>
    private async Task SignInAsync(Desktop window, string who)
    {
        await window.Page.GotoAsync("/");
        await ChooseAsync(window, who);
        await window.Page.WaitForURLAsync(product.First.Address.ToString());
        await window.BecomesLiveAsync();
    }

    /// <summary>Gives or takes, whichever it is not.</summary>
    private static async Task GrantAsync(Desktop admin, string name, string region)
    {
        await admin.Page.GetByRole(AriaRole.Button, new() { Name = $"Regions of {name}" }).ClickAsync();
        await admin.Page.GetByLabel(region, new() { Exact = true }).ClickAsync();
        await admin.Page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(admin.Page.GetByRole(AriaRole.Button, new() { Name = $"Regions of {name}" })).ToBeVisibleAsync();
    }

    private static Task ChooseAsync(Desktop window, string who) => window.Page.Locator($"#{who}").ClickAsync();
}
