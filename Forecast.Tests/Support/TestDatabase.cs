namespace Forecast.Tests.Support;

/// <summary>
/// A fresh, migrated database for one test class: <c>IClassFixture&lt;TestDatabase&gt;</c>. Tests of the class share it, other
/// classes do not see it.
/// </summary>
public sealed class TestDatabase(EmbeddedServers servers) : IAsyncLifetime
{
    public string ConnectionString { get; private set; } = "";

    public async ValueTask InitializeAsync() => ConnectionString = await servers.NewDatabaseAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask; // It goes with the server.
}
