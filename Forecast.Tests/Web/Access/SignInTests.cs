using System.Net;
using System.Text.RegularExpressions;
using Forecast.Tests.Support;
using Forecast.Web.Access;

namespace Forecast.Tests.Web.Access;

public class SignInTests(SignInTests.Seeded product) : IClassFixture<SignInTests.Seeded>
{
    /// <summary>Two replicas in Development and one in Production over one seeded database; none starts runs by itself.</summary>
    public sealed class Seeded(EmbeddedServers servers) : Installation(servers)
    {
        private readonly List<ProductProcess> started = [];

        internal BoardSeed Seed { get; private set; } = null!;

        public ProductProcess First { get; private set; } = null!;

        public ProductProcess Second { get; private set; } = null!;

        public ProductProcess Production { get; private set; } = null!;

        public override async ValueTask InitializeAsync()
        {
            await base.InitializeAsync();
            Seed = await BoardSeed.PlantAsync(ConnectionString);
            await RunAsync("migrate"); // Makes the first shared key, as before any roll-out.
            First = await StartAsync("Development", "Web");
            Second = await StartAsync("Development", "Web");
            Production = await StartAsync("Production", "Web");
        }

        private async Task<ProductProcess> StartAsync(string environment, string role)
        {
            var settings = new Dictionary<string, string>(Settings, StringComparer.Ordinal)
            {
                ["ASPNETCORE_ENVIRONMENT"] = environment,
                ["DOTNET_ENVIRONMENT"] = environment,
                ["Role"] = role,
                ["Runs__StartsByItself"] = "false",
            };
            if (environment == "Production")
                settings.Remove(ClockSetting);
            started.Add(await ProductProcess.StartAsync(settings));
            return started[^1];
        }

        public override async ValueTask DisposeAsync()
        {
            foreach (var process in started)
                await process.DisposeAsync();
            await base.DisposeAsync();
        }
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/region/NORTH")]
    [InlineData("/region/NORTH/board.csv")]
    [InlineData("/region/NORTH/why")]
    [InlineData("/region/NORTH/why.csv")]
    [InlineData("/region/NOWHERE")]
    [InlineData("/runs")]
    [InlineData("/models")]
    [InlineData("/data")]
    [InlineData("/no-such-page")]
    public async Task NobodySignedIn_IsSentToTheSignIn(string path)
    {
        using var visitor = new Visitor(product.First.Address);

        using var answer = await visitor.GetAsync(path);

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.StartsWith("/signin?returnUrl=", answer.Headers.Location!.PathAndQuery, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Planner_SeesTheirOwnRegion()
    {
        using var petra = await SignedInAsync(product.Seed.Petra);

        var page = await petra.ReadAsync("/");

        Assert.Contains("Aurich", page, StringComparison.Ordinal);
        Assert.Contains("Bremen", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/?stores=W1")]
    [InlineData("/region/NORTH?stores=W1,N1")]
    [InlineData("/region/NORTH/board.csv?stores=W1")]
    [InlineData("/region/NORTH/why?stores=W1")]
    public async Task Planner_GetsNothingOfAnotherRegionByAnyAddress(string path)
    {
        using var petra = await SignedInAsync(product.Seed.Petra);

        var page = await petra.ReadAsync(path);

        Assert.DoesNotContain("West", page, StringComparison.Ordinal);
        Assert.DoesNotContain("3,500", page, StringComparison.Ordinal); // A week of store W1.
        Assert.DoesNotContain("3500", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/region/WEST")]
    [InlineData("/region/WEST/board.csv")]
    [InlineData("/region/WEST/why")]
    [InlineData("/region/WEST/why?stores=W1")]
    [InlineData("/region/WEST/why.csv")]
    [InlineData("/region/NOWHERE")]
    [InlineData("/region/NOWHERE/board.csv")]
    public async Task AnotherRegion_LooksLikeOneThatDoesNotExist(string path)
    {
        using var petra = await SignedInAsync(product.Seed.Petra);

        using var answer = await petra.GetAsync(path);
        var page = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.DoesNotContain("Westport", page, StringComparison.Ordinal);
        Assert.Contains("does not exist, or it is not yours", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/ä", "/%C3%A4")]
    [InlineData("/\u2028", "/%E2%80%A8")]
    public async Task ReturnAddressBeyondAscii_IsARedirect(string given, string expected)
    {
        using var visitor = new Visitor(product.First.Address);
        using var answer = await visitor.SignInAsync(product.Seed.Petra, given);

        Assert.Equal((HttpStatusCode.Redirect, expected), (answer.StatusCode, answer.Headers.Location!.OriginalString));
    }

    [Theory]
    [InlineData("/runs/999999", "There is no run 999999 in your regions.")]
    [InlineData("/models/999999", "There is no model 999999 in your regions.")]
    [InlineData("/days?region=NOWHERE", "There is no region NOWHERE among yours.")]
    [InlineData("/days?region=WEST", "There is no region WEST among yours.")]
    [InlineData("/days.csv?region=NOWHERE", "does not exist, or it is not yours")]
    [InlineData("/region/NOWHERE/why", "does not exist, or it is not yours")]
    public async Task AddressOfWhatIsNotThere_IsNotFound_WithASentence(string path, string words)
    {
        using var petra = await SignedInAsync(product.Seed.Petra);
        using var answer = await petra.GetAsync(path);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains(words, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/region/NORTH")]
    [InlineData("/region/NORTH/board.csv")]
    [InlineData("/runs")]
    [InlineData("/runs/1")]
    [InlineData("/days.csv")]
    public async Task WhatIsSentToAddressesThatTakeNothing_IsRefusedWithASentence(string path)
    {
        using var petra = await SignedInAsync(product.Seed.Petra);
        using var answer = await petra.PostAsync(path, page: "", ("a", "b"));

        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
        Assert.Contains("can only be read", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Admin_SeesAllRegions()
    {
        using var ada = await SignedInAsync(product.Seed.Ada);

        Assert.Contains("Westport", await ada.ReadAsync("/region/WEST"), StringComparison.Ordinal);
        Assert.Contains("Aurich", await ada.ReadAsync("/region/NORTH"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task PlannerWithoutRegion_IsToldWhatToDo()
    {
        using var nora = await SignedInAsync(product.Seed.Nora);

        Assert.Contains("No region has been granted to you yet.", await nora.ReadAsync("/"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ClosedAccount_IsNeitherOfferedNorAccepted()
    {
        using var visitor = new Visitor(product.First.Address);

        Assert.DoesNotContain("Otto", await visitor.ReadAsync("/signin"), StringComparison.Ordinal);
        using var answer = await visitor.SignInAsync(product.Seed.Otto);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task SignInWithoutTheFormsToken_IsRefused()
    {
        using var visitor = new Visitor(product.First.Address);

        using var answer = await visitor.PostAsync("/signin", page: "", ("userId", "1"));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task CookieOfOneReplica_IsGoodAtAnother()
    {
        using var petra = await SignedInAsync(product.Seed.Petra);
        using var there = petra.At(product.Second.Address);

        Assert.Contains("Aurich", await there.ReadAsync("/"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task SignOut_EndsTheSession()
    {
        using var petra = await SignedInAsync(product.Seed.Petra);
        var board = await petra.ReadAsync("/");

        using var answer = await petra.PostAsync("/signout", board);
        using var after = await petra.GetAsync("/");

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, after.StatusCode);
    }

    [Fact]
    public async Task DevelopmentSignIn_SaysSoOnEveryScreen()
    {
        using var petra = await SignedInAsync(product.Seed.Petra);

        Assert.Contains("This is a development sign-in", await petra.ReadAsync("/signin"), StringComparison.Ordinal);
        Assert.Contains("Development sign-in", await petra.ReadAsync("/"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task OutsideDevelopment_NobodyCanChooseAnAccount()
    {
        using var visitor = new Visitor(product.Production.Address);
        var page = await visitor.ReadAsync("/signin");

        Assert.Contains("No identity provider is configured", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Petra", page, StringComparison.Ordinal);
        using var forged = new Visitor(product.First.Address);
        var token = await forged.ReadAsync("/signin");
        using var there = forged.At(product.Production.Address);
        using var answer = await there.PostAsync("/signin", token, ("userId", $"{product.Seed.Ada.Id}"));
        using var after = await there.GetAsync("/");
        Assert.False(answer.IsSuccessStatusCode && answer.Headers.Contains("Set-Cookie"));
        Assert.Equal(HttpStatusCode.Redirect, after.StatusCode);
    }

    [Fact]
    public async Task Pages_CarryTheHeadersThatProtectThem()
    {
        using var visitor = new Visitor(product.First.Address);

        using var answer = await visitor.GetAsync("/signin");

        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.Contains(
            "frame-ancestors 'none'", Assert.Single(answer.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scripts_RunOnlyWithTheWordOfTheirAnswer_WhichIsNewEachTime()
    {
        using var visitor = new Visitor(product.First.Address);

        var (first, second) = (await NoncesAsync(visitor), await NoncesAsync(visitor));

        Assert.All([first, second], nonces => Assert.Equal(nonces.Allowed, Assert.Single(nonces.Carried.Distinct(StringComparer.Ordinal))));
        Assert.NotEqual(first.Allowed, second.Allowed);
    }

    [Theory]
    [InlineData("https://elsewhere.example", false)]
    [InlineData("null", false)]
    [InlineData("", false)] // Browsers always tell it for a WebSocket.
    [InlineData("own", true)]
    public async Task Circuit_IsOpenedFromOurOwnPagesOnly(string origin, bool opens)
    {
        using var petra = await SignedInAsync(product.Seed.Petra);
        using var request = petra.Request(HttpMethod.Get, "/_blazor?id=none");
        request.Headers.Connection.Add("Upgrade");
        request.Headers.Upgrade.Add(new("websocket"));
        request.Headers.Add("Sec-WebSocket-Version", "13");
        request.Headers.Add("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="); // RFC 6455, section 1.3
        if (origin.Length > 0)
            request.Headers.Add("Origin", origin == "own" ? product.First.Address.GetLeftPart(UriPartial.Authority) : origin);

        using var answer = await petra.SendAsync(request);

        // Ours gets past the door; that it names no circuit is the next thing to be noticed.
        Assert.Equal(!opens, answer.StatusCode == HttpStatusCode.Forbidden);
    }

    private static async Task<(string Allowed, IReadOnlyList<string> Carried)> NoncesAsync(Visitor visitor)
    {
        using var answer = await visitor.GetAsync("/signin");
        var page = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var allowed = Regex.Match(
            Assert.Single(answer.Headers.GetValues("Content-Security-Policy")), "script-src 'nonce-(?<it>[^']+)' 'strict-dynamic'",
            RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));
        Assert.True(allowed.Success);
        var carried = Regex.Matches(page, "<script nonce=\"(?<it>[^\"]+)\"", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));
        Assert.Equal(Regex.Count(page, "<script", RegexOptions.None, TimeSpan.FromSeconds(1)), carried.Count);
        return (allowed.Groups["it"].Value, [.. carried.Select(c => WebUtility.HtmlDecode(c.Groups["it"].Value))]);
    }

    [Theory]
    [InlineData("/foreact.css")]
    [InlineData("/foreact.js")]
    [InlineData("/_framework/blazor.web.js")]
    [InlineData("/_content/MudBlazor/MudBlazor.min.js")]
    [InlineData("/_content/MudBlazor/MudBlazor.min.css")]
    [InlineData("/Forecast.Web.styles.css")]
    public async Task Assets_AreServedInBothEnvironmentsWithoutASignIn(string path)
    {
        using var development = new Visitor(product.First.Address);
        using var production = new Visitor(product.Production.Address);

        Assert.NotEqual(0, (await development.ReadAsync(path)).Length);
        Assert.NotEqual(0, (await production.ReadAsync(path)).Length);
    }

    [Fact]
    public async Task Export_IsAFileOfTheView()
    {
        using var petra = await SignedInAsync(product.Seed.Petra);

        using var answer = await petra.GetAsync("/region/NORTH/board.csv?stores=N2");
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.StartsWith("board-NORTH-", answer.Content.Headers.ContentDisposition!.FileName, StringComparison.Ordinal);
        Assert.Equal(2, text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Contains("1,N2,Bremen,City,30,", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/region/NORTH?stores=N1", "/region/NORTH?stores=N1")]
    [InlineData("//elsewhere.example", "/")]
    [InlineData("/\\elsewhere.example", "/")]
    [InlineData("https://elsewhere.example", "/")]
    [InlineData("", "/")]
    [InlineData(null, "/")]
    [InlineData("/a\r\nb", "/")]
    [InlineData("/ä", "/%C3%A4")]
    [InlineData("/a\u2028b", "/a%E2%80%A8b")]
    public void ReturnAddress_StaysOnThisSite(string? given, string expected) => Assert.Equal(expected, SignInEndpoints.LocalPath(given));

    private async Task<Visitor> SignedInAsync(Forecast.Domain.Access.User user)
    {
        var visitor = new Visitor(product.First.Address);
        using var answer = await visitor.SignInAsync(user);
        Assert.Equal("/", answer.Headers.Location!.OriginalString);
        return visitor;
    }
}
