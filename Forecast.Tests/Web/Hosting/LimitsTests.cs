using System.Net;
using Forecast.Tests.Support;
using Forecast.Web.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Forecast.Tests.Web.Hosting;

/// <summary>What a process refuses before it looks at who is asking.</summary>
public class LimitsTests(LimitsTests.Strict product) : IClassFixture<LimitsTests.Strict>
{
    /// <summary>A replica that answers to one name and takes three steps of signing in and two files per minute.</summary>
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
                ["Limits__UploadsPerMinute"] = "2",
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

    [Fact]
    public async Task ThirdFileWithinAMinute_IsRefused_WhicheverOfTheTwoItIsFor()
    {
        using var visitor = new Visitor(product.Web.Address);
        using var upload = await visitor.PostAsync("/data/upload", page: "");
        using var preview = await visitor.PostAsync("/data/preview", page: "");

        using var refused = await visitor.PostAsync("/data/upload", page: "");

        Assert.NotEqual(HttpStatusCode.TooManyRequests, upload.StatusCode);
        Assert.NotEqual(HttpStatusCode.TooManyRequests, preview.StatusCode);
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.Equal("60", Assert.Single(refused.Headers.GetValues("Retry-After")));
        using var page = await visitor.GetAsync("/data"); // The page is not the upload.
        Assert.NotEqual(HttpStatusCode.TooManyRequests, page.StatusCode);
    }

    [Theory]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    public async Task QuestionsAfterHealth_AreBoundedPerAddress_ApartFromEverythingElse(string path)
    {
        var settings = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { ["Limits:HealthPerMinute"] = "5" }).Build();
        await using var services = new ServiceCollection().AddForeactLimits(settings).BuildServiceProvider();
        var limiter = services.GetRequiredService<IOptions<RateLimiterOptions>>().Value.GlobalLimiter!;

        Assert.All(Enumerable.Range(0, 5), _ => Assert.True(limiter.AttemptAcquire(From("10.0.0.1", path)).IsAcquired));

        Assert.False(limiter.AttemptAcquire(From("10.0.0.1", path)).IsAcquired);
        Assert.True(limiter.AttemptAcquire(From("10.0.0.2", path)).IsAcquired);
        Assert.True(limiter.AttemptAcquire(From("10.0.0.1", "/")).IsAcquired);
    }

    private static DefaultHttpContext From(string address, string path)
    {
        var context = new DefaultHttpContext();
        context.Connection.RemoteIpAddress = IPAddress.Parse(address);
        context.Request.Path = path;
        return context;
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
