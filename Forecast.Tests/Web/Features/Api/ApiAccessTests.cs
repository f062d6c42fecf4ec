using System.Net;
using System.Net.Http.Headers;
using Forecast.Tests.Support;
using Forecast.Web.Access.Api;
using Microsoft.EntityFrameworkCore;

namespace Forecast.Tests.Web.Features.Api;

/// <summary>Who gets in by a personal token or a cookie, and to what.</summary>
public class ApiAccessTests(ApiInstallation product) : IClassFixture<ApiInstallation>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task NobodyIsLetIn_AndToldHow_NotSentToAPage()
    {
        using var nobody = product.Caller(null);

        using var answer = await nobody.AskAsync("/api/v1/forecasts");

        var problem = await answer.ProblemAsync(HttpStatusCode.Unauthorized);
        Assert.Contains("Authorization: Bearer", (string)problem["fix"]!, StringComparison.Ordinal);
        Assert.Equal("Bearer", Assert.Single(answer.Headers.WwwAuthenticate).Scheme);
    }

    [Theory]
    [InlineData("fa_unknown", "no such token")]
    [InlineData("eyJhbGciOiJub25lIn0.e30.", "no company sign-in")] // A token of a company, where none is set up.
    public async Task UnknownToken_IsRefused(string token, string why)
    {
        using var stranger = product.Caller(token);

        var problem = await stranger.ProblemAsync("/api/v1/stores", HttpStatusCode.Unauthorized);

        Assert.Contains(why, (string)problem["detail"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnotherKindOfAuthorization_IsRefused()
    {
        using var caller = product.Caller(null);
        caller.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", "YWRhOmFkYQ==");

        await caller.ProblemAsync("/api/v1/stores", HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task ExpiredToken_AndOneTakenBack_AreRefused()
    {
        var now = product.Clock.GetUtcNow();
        using var late = product.Caller(await product.TokenAsync(product.Seed.Petra, [ApiScopes.Read], expires: now.AddDays(-1)));
        using var taken = product.Caller(await product.TokenAsync(product.Seed.Petra, [ApiScopes.Read], revoked: now));

        Assert.Contains("expired", (string)(await late.ProblemAsync("/api/v1/stores", HttpStatusCode.Unauthorized))["detail"]!,
            StringComparison.Ordinal);
        Assert.Contains("taken back", (string)(await taken.ProblemAsync("/api/v1/stores", HttpStatusCode.Unauthorized))["detail"]!,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task TokenOfAClosedAccount_IsRefused()
    {
        using var otto = product.Caller(await product.TokenAsync(product.Seed.Otto, [ApiScopes.Read]));

        var problem = await otto.ProblemAsync("/api/v1/stores", HttpStatusCode.Unauthorized);

        Assert.Contains("closed", (string)problem["detail"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Token_IsKeptAsItsHashAlone()
    {
        await using var db = product.Database();

        var kept = await db.PersonalTokens.AsNoTracking().ToListAsync(Stop);

        Assert.Contains(kept, t => t.Hash.AsSpan().SequenceEqual(PersonalTokens.HashOf(product.PetrasToken)));
        Assert.All(kept, t => Assert.Equal(32, t.Hash.Length));
    }

    [Fact]
    public async Task TokenThatMayOnlyRead_AsksForNothing()
    {
        using var reader = product.Caller(await product.TokenAsync(product.Seed.Petra, [ApiScopes.Read]));

        using var refresh = await reader.RefreshAsync(new { region = "NORTH" });
        using var file = await reader.SendFileAsync("/api/v1/imports", "date,store,item,quantity\n");

        var problem = await refresh.ProblemAsync(HttpStatusCode.Forbidden);
        Assert.Contains(ApiScopes.Refresh, (string)problem["detail"]!, StringComparison.Ordinal);
        await file.ProblemAsync(HttpStatusCode.Forbidden);
    }

    [Fact] // Vera may look, Petra may refresh; only Ada loads files. Their tokens name every right there is.
    public async Task Token_DoesNoMoreThanItsOwnerMay()
    {
        using var vera = product.Caller(product.VerasToken);
        using var petra = product.Caller(product.PetrasToken);

        using var refresh = await vera.RefreshAsync(new { region = "NORTH" });
        using var loads = await petra.AskAsync("/api/v1/imports");

        await refresh.ProblemAsync(HttpStatusCode.Forbidden);
        await loads.ProblemAsync(HttpStatusCode.Forbidden);
    }

    [Theory]
    [InlineData("/api/v1/stores?region={0}")]
    [InlineData("/api/v1/forecasts?region={0}")]
    [InlineData("/api/v1/actuals?region={0}")]
    [InlineData("/api/v1/accuracy?region={0}")]
    [InlineData("/api/v1/runs?region={0}")]
    [InlineData("/api/v1/reasons?region={0}")]
    public async Task AnotherRegion_LooksLikeOneThatDoesNotExist(string path)
    {
        using var petra = product.Caller(product.PetrasToken);

        var other = await petra.ProblemAsync(string.Format(null, path, "WEST"), HttpStatusCode.NotFound);
        var none = await petra.ProblemAsync(string.Format(null, path, "NONE"), HttpStatusCode.NotFound);

        foreach (var part in (string[])["type", "title", "where", "fix"])
            Assert.Equal((string)none[part]!, (string)other[part]!);
        Assert.Equal(((string)none["detail"]!).Replace("NONE", "WEST", StringComparison.Ordinal), (string)other["detail"]!);
    }

    [Fact]
    public async Task StoresVersionsAndRunsOfAnotherRegion_AreNotThere()
    {
        using var petra = product.Caller(product.PetrasToken);
        using var ada = product.Caller(product.AdasToken);
        var west = (await ada.ReadAsync("/api/v1/forecasts?region=WEST"))["items"]![0]!;
        var run = (await ada.ReadAsync("/api/v1/runs?region=WEST"))["items"]![0]!;

        await petra.ProblemAsync("/api/v1/forecasts?stores=W1", HttpStatusCode.NotFound);
        await petra.ProblemAsync($"/api/v1/forecasts?version={west["version"]}", HttpStatusCode.NotFound);
        await petra.ProblemAsync($"/api/v1/runs/{run["id"]}", HttpStatusCode.NotFound);
        using var refresh = await petra.RefreshAsync(new { region = "NORTH", stores = (string[])["W1"] });
        await refresh.ProblemAsync(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task WithoutARegion_OnlyTheCallersOwnIsAnswered()
    {
        using var petra = product.Caller(product.PetrasToken);
        foreach (var list in (string[])["regions", "stores", "forecasts", "actuals", "accuracy", "runs"])
        {
            var text = (await petra.ReadAsync($"/api/v1/{list}")).ToJsonString();
            Assert.Contains("NORTH", text, StringComparison.Ordinal);
            Assert.DoesNotContain("WEST", text, StringComparison.Ordinal);
            Assert.DoesNotContain("W1", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task BrowserWithACookie_Reads_ButChangesNothing()
    {
        using var visitor = new Visitor(product.Web.Address);
        (await visitor.SignInAsync(product.Seed.Petra)).Dispose();

        using var read = await visitor.GetAsync("/api/v1/stores");
        using var refresh = visitor.Request(HttpMethod.Post, "/api/v1/refreshes");
        refresh.Content = new StringContent("""{"region":"NORTH"}""", MediaTypeHeaderValue.Parse("application/json"));
        using var answer = await visitor.SendAsync(refresh);

        Assert.Equal(HttpStatusCode.OK, read.StatusCode);
        var problem = await answer.ProblemAsync(HttpStatusCode.Forbidden);
        Assert.Contains("browser", (string)problem["detail"]!, StringComparison.Ordinal);
        await using var db = product.Database();
        Assert.False(await db.Runs.AnyAsync(r => r.RequestedBy == "Petra Nord" && r.Reason == "Refreshed by a program", Stop));
    }

    [Fact]
    public async Task UnknownAddress_IsAProblem_NotAPage()
    {
        using var petra = product.Caller(product.PetrasToken);

        await petra.ProblemAsync("/api/v1/forecast", HttpStatusCode.NotFound);
        await petra.ProblemAsync("/api/v1/runs/one", HttpStatusCode.NotFound);
        using var wrong = await petra.DeleteAsync(new Uri("/api/v1/stores", UriKind.Relative), Stop);
        await wrong.ProblemAsync(HttpStatusCode.MethodNotAllowed);
    }
}

/// <summary>What one caller may ask within a minute.</summary>
public class ApiLimitTests(ApiLimitTests.Strict product) : IClassFixture<ApiLimitTests.Strict>
{
    /// <summary>A replica that lets each token ask three times a minute.</summary>
    public sealed class Strict(EmbeddedServers servers) : ApiInstallation(servers)
    {
        protected override Dictionary<string, string> More() => new(StringComparer.Ordinal) { ["Api__CallsPerMinute"] = "3" };
    }

    [Fact]
    public async Task FourthCallOfATokenWithinAMinute_IsRefused_AndOthersGoOn()
    {
        using var petra = product.Caller(product.PetrasToken);
        using var will = product.Caller(product.WillsToken);
        for (int i = 0; i < 3; i++)
            await petra.ReadAsync("/api/v1/regions");

        using var refused = await petra.AskAsync("/api/v1/regions");

        await refused.ProblemAsync(HttpStatusCode.TooManyRequests);
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
        await will.ReadAsync("/api/v1/regions");
    }
}
