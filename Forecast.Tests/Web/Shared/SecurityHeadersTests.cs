using System.Net;
using Forecast.Tests.Support;

namespace Forecast.Tests.Web.Shared;

/// <summary>What answers tell browsers to do and to leave, over and above what is in them.</summary>
public class SecurityHeadersTests(SecurityHeadersTests.Seeded product) : IClassFixture<SecurityHeadersTests.Seeded>
{
    /// <summary>A replica in Development, where somebody can sign in, and one in Production, both behind a proxy on this machine.</summary>
    public sealed class Seeded(EmbeddedServers servers) : Installation(servers)
    {
        internal BoardSeed Seed { get; private set; } = null!;

        public ProductProcess Development { get; private set; } = null!;

        public ProductProcess Production { get; private set; } = null!;

        public override async ValueTask InitializeAsync()
        {
            await base.InitializeAsync();
            Seed = await BoardSeed.PlantAsync(ConnectionString);
            await RunAsync("migrate");
            var settings = new Dictionary<string, string>(Settings, StringComparer.Ordinal)
            {
                ["Runs__StartsByItself"] = "false",
                ["Proxy__KnownNetworks__0"] = "127.0.0.0/8",
            };
            Settings = settings;
            Development = await StartAsync("web");
            settings = new Dictionary<string, string>(settings, StringComparer.Ordinal)
            {
                ["ASPNETCORE_ENVIRONMENT"] = "Production",
                ["DOTNET_ENVIRONMENT"] = "Production",
            };
            settings.Remove(ClockSetting);
            Settings = settings;
            Production = await StartAsync("web");
        }
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/region/NORTH")]
    [InlineData("/region/NORTH/board.csv")]
    [InlineData("/days.csv")]
    [InlineData("/denied")]
    [InlineData("/no-such-page")]
    public async Task PagesAndFiles_AreKeptByNobody(string path)
    {
        using var petra = await SignedInAsync();

        using var answer = await petra.GetAsync(path);

        Assert.True(answer.Headers.CacheControl?.NoStore, $"{answer.StatusCode}: {answer.Headers.CacheControl}");
    }

    [Fact]
    public async Task Asset_IsKept_AndStaysSoWhenAskedForAgain()
    {
        using var visitor = new Visitor(product.Development.Address);
        using var first = await visitor.GetAsync("/foreact.css");
        using var request = visitor.Request(HttpMethod.Get, "/foreact.css");
        request.Headers.IfNoneMatch.Add(first.Headers.ETag!);

        using var again = await visitor.SendAsync(request);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.NotModified), (first.StatusCode, again.StatusCode));
        Assert.All([first, again], answer => Assert.NotEqual(true, answer.Headers.CacheControl?.NoStore));
    }

    [Theory]
    [InlineData("/signin")]
    [InlineData("/foreact.js")]
    [InlineData("/region/NORTH/board.csv")]
    [InlineData("/health/live")]
    [InlineData("/no-such-page")]
    [InlineData("/_blazor?id=none")] // A circuit that is refused, for its origin.
    public async Task EveryAnswer_IsOfThisSiteOnly(string path)
    {
        using var petra = await SignedInAsync();
        using var request = petra.Request(HttpMethod.Get, path);
        request.Headers.Add("Origin", "https://elsewhere.example");

        using var answer = await petra.SendAsync(request);

        foreach (var (name, value) in new[]
        {
            ("X-Content-Type-Options", "nosniff"), ("Referrer-Policy", "same-origin"), ("Cross-Origin-Opener-Policy", "same-origin"),
            ("Cross-Origin-Resource-Policy", "same-origin"),
        })
            Assert.Equal(value, Assert.Single(answer.Headers.GetValues(name)));
        Assert.Contains(
            "frame-ancestors 'none'", Assert.Single(answer.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        Assert.False(answer.Headers.Contains("Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task Https_IsPromisedForAYear_AndForAllNamesBelow()
    {
        using var visitor = new Visitor(product.Production.Address);
        using var request = visitor.Request(HttpMethod.Get, "/signin");
        request.Headers.Add("X-Forwarded-Proto", "https");
        request.Headers.Add("X-Forwarded-Host", "foreact.example"); // This machine's own names are left out of it.

        using var answer = await visitor.SendAsync(request);

        Assert.Equal(
            "max-age=31536000; includeSubDomains", Assert.Single(answer.Headers.GetValues("Strict-Transport-Security")));
    }

    [Fact]
    public async Task SignOut_HasTheBrowserForgetWhatATabKept()
    {
        using var petra = await SignedInAsync();

        using var answer = await petra.PostAsync("/signout", await petra.ReadAsync("/"));

        Assert.Equal("\"storage\"", Assert.Single(answer.Headers.GetValues("Clear-Site-Data")));
    }

    [Fact]
    public async Task Trace_IsNotAnswered()
    {
        using var petra = await SignedInAsync();
        using var request = petra.Request(HttpMethod.Trace, "/");

        using var answer = await petra.SendAsync(request);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
    }

    private async Task<Visitor> SignedInAsync()
    {
        var visitor = new Visitor(product.Development.Address);
        (await visitor.SignInAsync(product.Seed.Petra)).Dispose();
        return visitor;
    }
}
