using System.Globalization;
using Azure.Storage.Blobs;
using Forecast.Tests.Support;
using Npgsql;

[assembly: AssemblyFixture(typeof(EmbeddedServers))]
[assembly: AssemblyFixture(typeof(Forecast.Tests.Browser.Chromium))]

namespace Forecast.Tests.Support;

/// <summary>
/// One PostgreSQL and one Azurite for the whole test run, started by the first test that needs them. They stop when this process
/// ends, however it ends: the program that holds them watches a pipe from here.
/// </summary>
/// <remarks>
/// Take it as a constructor argument of a test class or class fixture. Most classes want <see cref="TestDatabase"/> instead, which
/// gives the class a database of its own.
/// </remarks>
public sealed class EmbeddedServers : IAsyncDisposable
{
    /// <summary>The role that the product works as; it owns nothing.</summary>
    public const string ProductRole = "foreact";

    private const string ProductPassword = "of the tests only";

    /// <summary>The server's owner signs in with it; there is one server for the whole run.</summary>
    private static string ownerConnection = "";

    private readonly Lazy<Task<ServerPair>> started;
    private readonly Lazy<Task<string>> migratedTemplate;
    private readonly SemaphoreSlim copying = new(1);
    private int databases;
    private int containers;

    public EmbeddedServers()
    {
        started = new(StartAsync);
        migratedTemplate = new(MakeTemplateAsync);
    }

    /// <summary>The emulator's connection string, as <c>Blobs:ConnectionString</c> takes it.</summary>
    public async Task<string> BlobConnectionStringAsync() => (await started.Value).Blobs;

    /// <summary>A container that no other test uses.</summary>
    public async Task<BlobContainerClient> NewBlobContainerAsync()
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"test-{Interlocked.Increment(ref containers)}");
        var options = new BlobClientOptions();
        var container = new BlobContainerClient((await started.Value).Blobs, name, options);
        await container.CreateAsync();
        return container;
    }

    /// <summary>
    /// A database with the product's schema and nothing in it; returns the connection string of the product's role, for all regions, so
    /// that tests can plant and look at what they like.
    /// </summary>
    public async Task<string> NewDatabaseAsync()
    {
        var template = await migratedTemplate.Value;
        await copying.WaitAsync(); // PostgreSQL copies a template for one session at a time.
        try
        {
            return AsProduct(await CreateDatabaseAsync($" TEMPLATE {template}"));
        }
        finally
        {
            copying.Release();
        }
    }

    /// <summary>The owner's connection string of a database: for what the product's role may not do.</summary>
    public static string AsOwner(string connectionString) => new NpgsqlConnectionStringBuilder(ownerConnection)
    {
        Database = new NpgsqlConnectionStringBuilder(connectionString).Database,
    }.ConnectionString;

    /// <summary>The product's connection string of a database.</summary>
    public static string AsProduct(string connectionString) => new NpgsqlConnectionStringBuilder(connectionString)
    {
        Username = ProductRole,
        Password = ProductPassword,
        Options = "-c foreact.regions=all",
    }.ConnectionString;

    /// <summary>Changes a database as its owner.</summary>
    public static async Task ExecuteAsOwnerAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(AsOwner(connectionString) + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>A database without any table; returns its owner's connection string.</summary>
    public Task<string> NewEmptyDatabaseAsync() => CreateDatabaseAsync("");

    public async ValueTask DisposeAsync()
    {
        copying.Dispose();
        if (!started.IsValueCreated)
            return;
        NpgsqlConnection.ClearAllPools();
        await (await started.Value).DisposeAsync();
    }

    private async Task<string> MakeTemplateAsync()
    {
        var connectionString = await CreateDatabaseAsync("");
        await Schema.MigrateAsync(connectionString, ProductRole, ProductPassword);
        await using var connection = new NpgsqlConnection(connectionString);
        NpgsqlConnection.ClearPool(connection); // A template must have no open session.
        return connection.Database;
    }

    private async Task<string> CreateDatabaseAsync(string from)
    {
        var server = (await started.Value).Server;
        var name = string.Create(CultureInfo.InvariantCulture, $"test_{Interlocked.Increment(ref databases)}");
        await using var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(server) { Database = "postgres" }.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"CREATE DATABASE {name}{from}", connection);
        await command.ExecuteNonQueryAsync();
        return new NpgsqlConnectionStringBuilder(server) { Database = name }.ConnectionString;
    }

    private static async Task<ServerPair> StartAsync()
    {
        var pair = await ServerPair.StartAsync();
        ownerConnection = pair.Server;
        return pair;
    }
}
