using Forecast.Tests.Support;

namespace Forecast.Tests.Browser;

public class HealthPageTests(HealthPageTests.Product product, Chromium chromium) : IClassFixture<HealthPageTests.Product>
{
    public sealed class Product(EmbeddedServers servers) : Installation(servers);

    [Fact]
    public async Task ReadyProduct_SaysSoToABrowser()
    {
        var process = await product.StartAsync();
        await using var desktop = await Desktop.OpenAsync(chromium, process.Address);

        var answer = await desktop.Page.GotoAsync("/health/ready");

        Assert.Equal(200, answer!.Status);
    }
}
