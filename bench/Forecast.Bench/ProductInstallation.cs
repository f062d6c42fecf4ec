using System.Text.RegularExpressions;
using Forecast.Domain.Access;
using Forecast.Domain.Data;
using Forecast.Domain.Demo;
using Forecast.Training.Runs;
using Forecast.Training.Runs.Planning;
using Forecast.Training.Runs.Watch;
using Forecast.Web.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Forecast.Bench;

/// <summary>The whole product in this process, on a database that is made for it and dropped afterwards.</summary>
internal sealed partial class ProductInstallation : IAsyncDisposable
{
    /// <summary>The role that the product works as; left on the server.</summary>
    private const string WorksAs = "foreact_bench";

    private readonly string server;
    private readonly string name;
    private readonly WebApplication app;

    private ProductInstallation(string server, string name, WebApplication app)
    {
        this.server = server;
        this.name = name;
        this.app = app;
    }

    public NpgsqlDataSource Database => app.Services.GetRequiredService<NpgsqlDataSource>();

    /// <summary>Makes a database on the configured server, migrates it, fills it if asked to, and serves it.</summary>
    public static async Task<ProductInstallation> StartAsync(string server, DemoRequest? demo)
    {
        var unique = $"foreact_bench_{Guid.NewGuid():N}";
        await ExecuteAsync(server, $"CREATE DATABASE {unique}");
        var connection = new NpgsqlConnectionStringBuilder(server) { Database = unique }.ConnectionString;
        await using (var db = new ForeactDb(new DbContextOptionsBuilder<ForeactDb>().UseNpgsql(connection).Options))
            await db.Database.MigrateAsync();
        await using (var owner = NpgsqlDataSource.Create(connection))
        {
            await JobTables.PrepareAsync(owner, CancellationToken.None);
            await using var granting = await owner.OpenConnectionAsync();
            await ProductRole.GrantAsync(granting, WorksAs, WorksAs, [JobTables.Schema], CancellationToken.None);
        }

        connection = new NpgsqlConnectionStringBuilder(connection)
        {
            Username = WorksAs,
            Password = WorksAs,
            Options = "-c foreact.regions=all",
        }.ConnectionString;
        if (demo is not null)
        {
            await using var database = NpgsqlDataSource.Create(connection);
            var filled = await new DemoRetailer(database, TimeProvider.System).RunAsync(demo, null, CancellationToken.None);
            Console.Error.WriteLine(filled.Message);
        }

        Environment.SetEnvironmentVariable("ConnectionStrings__Forecast", connection);
        Environment.SetEnvironmentVariable("Blobs__Container", unique.Replace('_', '-'));
        Environment.SetEnvironmentVariable("ASPNETCORE_APPLICATIONNAME", typeof(WebHost).Assembly.GetName().Name);
        Environment.SetEnvironmentVariable("ASPNETCORE_ENVIRONMENT", "Development"); // Its sign-in needs no identity provider.
        Environment.SetEnvironmentVariable("Runs__StartsByItself", "false");
        Environment.SetEnvironmentVariable("Runs__RefreshesPerMinute", "1000");
        Environment.SetEnvironmentVariable("Logging__LogLevel__Default", "Warning");
        var started = WebHost.Build("http://127.0.0.1:0");
        await started.StartAsync();
        return new ProductInstallation(server, unique, started);
    }

    public T Get<T>()
        where T : notnull => app.Services.GetRequiredService<T>();

    /// <summary>An admin of all regions.</summary>
    public async Task<Viewer> AdminAsync() =>
        new(1, "benchmark", Role.Admin, (await ListAsync("SELECT id FROM region ORDER BY id")).ToHashSet());

    public async Task<List<int>> ListAsync(string sql)
    {
        await using var command = Database.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        var list = new List<int>();
        while (await reader.ReadAsync())
            list.Add(reader.GetInt32(0));
        return list;
    }

    public Task ExecuteAsync(string sql) => ExecuteAsync(Database.CreateCommand(sql));

    /// <summary>Changes the database as its owner.</summary>
    public Task ExecuteAsOwnerAsync(string sql) =>
        ExecuteAsync(new NpgsqlConnectionStringBuilder(server) { Database = name }.ConnectionString, sql);

    /// <summary>Waits until all of some runs are published, as a subscriber of the feed hears it; fails loudly.</summary>
    public async Task PublishedAsync(IReadOnlyCollection<int> regions, Func<Task<IReadOnlyCollection<RunTicket>>> request)
    {
        var ended = new System.Collections.Concurrent.ConcurrentDictionary<long, RunView>();
        using var news = new SemaphoreSlim(0);
        var subscriptions = regions.Select(region => Get<RunFeed>().Subscribe(region, run =>
        {
            if (run.HasEnded && ended.TryAdd(run.Id, run))
                news.Release();
            return Task.CompletedTask;
        })).ToList();
        var tickets = await request();
        while (!tickets.All(t => ended.ContainsKey(t.RunId)))
            await news.WaitAsync();
        foreach (var subscription in subscriptions)
            subscription.Dispose();
        foreach (var run in ended.Values.Where(r => r.Status != Forecast.Domain.Runs.RunStatus.Succeeded))
            throw new InvalidOperationException($"Run {run.Id} ended as {run.Status}: {run.Message}");
    }

    /// <summary>Waits until no second opinion is outstanding; the seconds that each took.</summary>
    public async Task<IReadOnlyList<double>> OpinionsAsync()
    {
        while ((await ListAsync("SELECT count(*)::int FROM second_opinion WHERE given_at IS NULL"))[0] > 0)
            await Task.Delay(50);
        await using var command = Database.CreateCommand("SELECT seconds FROM second_opinion ORDER BY model_version_id");
        await using var reader = await command.ExecuteReaderAsync();
        var seconds = new List<double>();
        while (await reader.ReadAsync())
            seconds.Add(reader.GetDouble(0));
        return seconds;
    }

    /// <summary>A browser's worth of HTTP, signed in as the demo admin.</summary>
    public async Task<HttpClient> SignInAsync()
    {
        var client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
        var page = await client.GetStringAsync(new Uri("/signin", UriKind.Relative));
        int admin = (await ListAsync("SELECT id FROM app_user WHERE role = 'Admin' LIMIT 1"))[0];
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["__RequestVerificationToken"] = Token().Match(page).Groups["token"].Value,
            ["userId"] = admin.ToString(System.Globalization.CultureInfo.InvariantCulture),
            ["returnUrl"] = "/",
        });
        (await client.PostAsync(new Uri("/signin", UriKind.Relative), form)).EnsureSuccessStatusCode();
        return client;
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
        NpgsqlConnection.ClearAllPools();
        await ExecuteAsync(server, $"DROP DATABASE {name} WITH (FORCE)");
    }

    private static async Task ExecuteAsync(string server, string sql)
    {
        await using var database = NpgsqlDataSource.Create(server);
        await ExecuteAsync(database.CreateCommand(sql));
    }

    private static async Task ExecuteAsync(NpgsqlCommand command)
    {
        await using (command)
            await command.ExecuteNonQueryAsync();
    }

    [GeneratedRegex(
        """name="__RequestVerificationToken"[^>]*value="(?<token>[^"]+)""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Token();
}
