using System.Net;
using Forecast.Tests.Support;

namespace Forecast.Tests.Web.Hosting;

/// <summary>What a process refuses before it looks at who is asking.</summary>
public class LimitsTests(LimitsTests.Strict product) : IClassFixture<LimitsTests.Strict>
{
    /// <summary>A replica that answers to one name and takes three steps of signing in per minute.</summary>
    public sealed class Strict(EmbeddedServers servers) : Installation(servers)
    {
        public ProductProcess Web { get; private set; } = null!;

        public override async ValueTask InitializeAsync()
        {
            await base.InitializeAsync();
            Settings = new Dictionary<string, string>(Settings, StringComparer.Ordinal)
            {
                ["Runs__StartsByItself"] = "false",
                ["AllowedHosts"] = "127.0.0.1",
                ["Limits__SignInsPerMinute"] = "3",
            };
            await RunAsync("migrate");
            Web = await StartAsync("web");
        }
    }

    [Fact]
    public async Task FourthStepOfSigningInWithinAMinute_IsRefused_AndSaysSo()
    {
        using var visitor = new Visitor(product.Web.Address);
        for (int i = 0; i < 3; i++)
        {
            using var one = await visitor.PostAsync("/signin", page: "");
            Assert.Equal(HttpStatusCode.BadRequest, one.StatusCode); // A form without its token.
        }

        using var refused = await visitor.PostAsync("/signin", page: "");

        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.Equal("60", Assert.Single(refused.Headers.GetValues("Retry-After")));
        using var page = await visitor.GetAsync("/signin"); // Looking costs nothing.
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
    }

    [Theory]
    [InlineData("elsewhere.example", HttpStatusCode.BadRequest)]
    [InlineData("127.0.0.1", HttpStatusCode.OK)]
    public async Task OnlyTheNamesOfTheSetting_AreAnswered(string host, HttpStatusCode expected)
    {
        using var visitor = new Visitor(product.Web.Address);
        using var request = visitor.Request(HttpMethod.Get, "/signin");
        request.Headers.Host = host;

        using var answer = await visitor.SendAsync(request);

        Assert.Equal(expected, answer.StatusCode);
    }
}
