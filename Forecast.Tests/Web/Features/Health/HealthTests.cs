using Forecast.Domain.Data;
using Forecast.Tests.Support;
using Forecast.Web.Features.Health;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace Forecast.Tests.Web.Features.Health;

public class HealthTests(TestDatabase database, EmbeddedServers servers) : IClassFixture<TestDatabase>
{
    private static CancellationToken Soon => TestContext.Current.CancellationToken;

    [Fact]
    public async Task MigratedDatabase_IsReady() =>
        Assert.Equal(HealthStatus.Healthy, (await new DatabaseUpToDate(database).CheckHealthAsync(new HealthCheckContext(), Soon)).Status);

    [Fact]
    public async Task DatabaseWithoutTables_IsNotReadyAndSaysWhatToDo()
    {
        var result = await new DatabaseUpToDate(new At(await servers.NewEmptyDatabaseAsync()))
            .CheckHealthAsync(new HealthCheckContext(), Soon);

        Assert.Equal(HealthStatus.Unhealthy, result.Status);
        Assert.Contains("run the migrate command", result.Description, StringComparison.Ordinal);
    }

    [Fact]
    public async Task UnreachableDatabase_IsNotReadyAndNamesNoHost()
    {
        var result = await new DatabaseUpToDate(new At("Host=127.0.0.1;Port=1;Username=secret;Timeout=2"))
            .CheckHealthAsync(new HealthCheckContext(), Soon);

        Assert.Equal((HealthStatus.Unhealthy, "no answer"), (result.Status, result.Description));
    }

    [Fact]
    public async Task StoppingProcess_TakesNoNewVisitors()
    {
        using var lifetime = new Lifetime();
        var check = new NotDraining(lifetime);

        Assert.Equal(HealthStatus.Healthy, (await check.CheckHealthAsync(new HealthCheckContext(), Soon)).Status);
        lifetime.StopApplication();
        Assert.Equal(HealthStatus.Unhealthy, (await check.CheckHealthAsync(new HealthCheckContext(), Soon)).Status);
    }

    private sealed class At(string connectionString) : IDbContextFactory<ForeactDb>
    {
        public ForeactDb CreateDbContext() => new(new DbContextOptionsBuilder<ForeactDb>().UseNpgsql(connectionString).Options);
    }

    private sealed class Lifetime : IHostApplicationLifetime, IDisposable
    {
        private readonly CancellationTokenSource stopping = new();

        public CancellationToken ApplicationStarted => CancellationToken.None;

        public CancellationToken ApplicationStopping => stopping.Token;

        public CancellationToken ApplicationStopped => CancellationToken.None;

        public void StopApplication() => stopping.Cancel();

        public void Dispose() => stopping.Dispose();
    }
}
