using Forecast.Domain.Data;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Forecast.Tests.Support;

/// <summary>
/// A fresh, migrated database for one test class: <c>IClassFixture&lt;TestDatabase&gt;</c>. Tests of the class share it, other
/// classes do not see it.
/// </summary>
public sealed class TestDatabase(EmbeddedServers servers) : IAsyncLifetime, IDbContextFactory<ForeactDb>
{
    private NpgsqlDataSource? source;

    public string ConnectionString { get; private set; } = "";

    /// <summary>One pool of connections for the class.</summary>
    public NpgsqlDataSource Source => source ?? throw new InvalidOperationException("The database is used before its fixture started.");

    /// <summary>Contexts of viewers.</summary>
    public ViewerContexts Viewers => new(Source);

    public ForeactDb CreateDbContext() => new(new DbContextOptionsBuilder<ForeactDb>().UseNpgsql(Source).Options);

    public async ValueTask InitializeAsync()
    {
        ConnectionString = await servers.NewDatabaseAsync();
        source = NpgsqlDataSource.Create(ConnectionString);
    }

    public async ValueTask DisposeAsync() // The database itself goes with the server.
    {
        if (source is not null)
            await source.DisposeAsync();
    }
}
