using System.Net;

namespace Forecast.Tests.Support;

public class InstallationTests(InstallationTests.Fresh installation) : IClassFixture<InstallationTests.Fresh>
{
    public sealed class Fresh(EmbeddedServers servers) : Installation(servers);

    [Fact]
    public async Task StartedProcess_Answers_UntilItIsStopped()
    {
        var product = await installation.StartAsync();
        using var client = new HttpClient { BaseAddress = product.Address };

        using var answer = await client.GetAsync(new Uri("/health/live", UriKind.Relative), TestContext.Current.CancellationToken);
        await product.StopAsync();

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("shutting down", product.Output, StringComparison.Ordinal);
        await Assert.ThrowsAsync<HttpRequestException>(
            () => client.GetAsync(new Uri("/health/live", UriKind.Relative), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task KilledProcess_SaysNothingMore()
    {
        var product = await installation.StartAsync("worker");

        await product.KillAsync();

        Assert.DoesNotContain("shutting down", product.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task EveryProcess_GoesByTheInstallationsClock_AndSaysSo()
    {
        var output = await installation.RunAsync("demo", "--stores", "3", "--items", "1", "--days", "5");

        Assert.Contains(" to 2026-11-20, ", output, StringComparison.Ordinal); // Yesterday, on Boards.Morning.
        Assert.Contains("The clock of this process is moved by ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task MigratedDatabase_IsUpToDate() =>
        Assert.Contains("up to date", await installation.RunAsync("migrate"), StringComparison.Ordinal);
}
