using System.Net;
using System.Text.Json.Nodes;
using Forecast.Tests.Support;
using Npgsql;

namespace Forecast.Tests.Web.Hosting;

/// <summary>
/// The product signs in to PostgreSQL with tokens that it is given for the pod's own. The server here takes a token as a password: what the
/// token service gives and what the server takes is changed together, as a token that is used up is replaced by another.
/// </summary>
public class DatabaseTokenTests(DatabaseTokenTests.Installed product) : IClassFixture<DatabaseTokenTests.Installed>
{
    private const string TokensComing = "tokens of the database: ";

    private static CancellationToken Soon => TestContext.Current.CancellationToken;

    [Fact]
    public async Task WebAndWorker_SignInEachByARoleOfItsOwn_WithATokenForPostgreSql()
    {
        await product.IssueAsync("first");
        await product.SettleAsync();

        var ready = await product.ReadyAsync(product.Web);

        Assert.Contains(TokensComing + "Healthy", ready.Body, StringComparison.Ordinal);
        Assert.Contains("workers: Healthy", ready.Body, StringComparison.Ordinal); // Jobs are kept by the same connections.
        Assert.Superset(
            new HashSet<string>([Installed.OfWeb, Installed.OfWorker], StringComparer.Ordinal),
            await product.SignedInAsync());
        Assert.All(
            ((JsonArray)(await product.Entra.StateAsync())["exchanges"]!).Select(e => (string)e!["scope"]!),
            scope => Assert.Equal("https://ossrdbms-aad.database.windows.net/.default", scope));
    }

    [Fact]
    public async Task TokenThatIsUsedUp_IsReplaced_AndTheProductGoesOn()
    {
        await product.IssueAsync("one for an hour");
        await product.SettleAsync();

        await product.IssueAsync("the next one");
        await product.SettleAsync();

        Assert.Contains("workers: Healthy", (await product.ReadyAsync(product.Web)).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TokenServiceThatFails_EndsNothing_AndIsTold()
    {
        await product.IssueAsync("the last for a while");
        await product.SettleAsync();
        await product.RefuseAsync("AADSTS90033: A transient error has occurred.");
        await product.UntilAsync(async () =>
            (await product.ReadyAsync(product.Web)).Body.Contains(TokensComing + "Degraded (none since ", StringComparison.Ordinal));

        // What is open stays open, and what is new is signed in with the last token.
        await product.CutAsync();
        await product.UntilAsync(async () => (await product.ReadyAsync(product.Web)).Status == HttpStatusCode.OK);

        await product.AcceptAsync("what nobody was given yet");
        await product.CutAsync();
        await product.UntilAsync(async () => (await product.ReadyAsync(product.Web)).Status == HttpStatusCode.ServiceUnavailable);
        Assert.Equal(HttpStatusCode.OK, (await product.AskAsync(product.Web, "/health/live")).Status);
        Assert.Contains("No new token for the database", product.Web.Output, StringComparison.Ordinal);

        await product.IssueAsync("back again");
        await product.UntilAsync(async () =>
            (await product.ReadyAsync(product.Web)).Body.Contains(TokensComing + "Healthy", StringComparison.Ordinal)
            && (await product.ReadyAsync(product.Worker)).Status == HttpStatusCode.OK);
    }

    [Fact]
    public async Task ProcessThatStartsWithoutTokens_WaitsForThem()
    {
        await product.IssueAsync("before");
        await product.RefuseAsync("AADSTS90033: A transient error has occurred.");

        var starting = product.StartAsync(Installed.OfWeb, "eeeeeeee-0000-4000-8000-00000000000e");
        await product.UntilAsync(async () => ((JsonArray)(await product.Entra.StateAsync())["exchanges"]!)
            .Any(e => (string)e!["client"]! == "eeeeeeee-0000-4000-8000-00000000000e"));
        await product.IssueAsync("after");

        Assert.Equal(HttpStatusCode.OK, (await product.ReadyAsync(await starting)).Status);
    }

    [Fact]
    public async Task CommandWithoutAToken_SaysSo()
    {
        await product.IssueAsync("for the others");
        await product.RefuseAsync("AADSTS700213: No matching federated identity record found.");

        var (code, said) = await Product.TryAsync(product.Settings, "mornings");

        await product.IssueAsync("for all");
        Assert.Equal(1, code);
        Assert.Contains("No token to sign in to the database with: ", said, StringComparison.Ordinal);
        Assert.Contains("AADSTS700213", said, StringComparison.Ordinal);
        Assert.Contains("Check Database__SignIn", said, StringComparison.Ordinal);
    }

    /// <summary>A database whose roles know tokens only: one to migrate, one for web, one for workers, as infra/ makes them.</summary>
    public sealed class Installed(EmbeddedServers servers) : Installation(servers)
    {
        public const string OfWeb = "id-web-foreact-test", OfWorker = "id-worker-foreact-test", OfMigration = "id-migrate-foreact-test";

        private const string Client = "dddddddd-0000-4000-8000-00000000000d", Assertion = "what the platform says";

        private readonly EmbeddedServers servers = servers;
        private readonly string file = Path.GetTempFileName();
        private string database = "";

        public EntraServer Entra { get; } = new();

        public ProductProcess Web { get; private set; } = null!;

        public ProductProcess Worker { get; private set; } = null!;

        public override async ValueTask InitializeAsync()
        {
            await base.InitializeAsync();
            await Entra.InitializeAsync();
            await File.WriteAllTextAsync(file, Assertion);
            database = await servers.NewEmptyDatabaseAsync();
            await ExecuteAsync(
                $"""
                CREATE ROLE "{OfWeb}" LOGIN; CREATE ROLE "{OfWorker}" LOGIN; CREATE ROLE "{OfMigration}" LOGIN;
                GRANT CREATE ON DATABASE {new NpgsqlConnectionStringBuilder(database).Database} TO "{OfMigration}";
                GRANT CREATE ON SCHEMA public TO "{OfMigration}";
                """);
            Settings = ByToken();
            await IssueAsync("at first");
            await Product.RunAsync(
                As(OfMigration, ("Database__ProductRoles__0", OfWeb), ("Database__ProductRoles__1", OfWorker)), "migrate");
            Worker = await StartAsync("worker", As(OfWorker));
            Web = await StartAsync("web", As(OfWeb));
        }

        public override async ValueTask DisposeAsync()
        {
            await base.DisposeAsync();
            await Entra.DisposeAsync();
            File.Delete(file);
            GC.SuppressFinalize(this);
        }

        /// <summary>From now on the token service gives this token, and the server takes it and no other.</summary>
        public async Task IssueAsync(string token)
        {
            await AcceptAsync(token);
            await Entra.SetAsync(new { workload = new { assertion = Assertion, token, seconds = 60 } });
        }

        /// <summary>From now on the token service gives nothing.</summary>
        public Task RefuseAsync(string error) =>
            Entra.SetAsync(new { workload = new { assertion = Assertion, token = "", error } });

        /// <summary>From now on the server takes this token.</summary>
        public Task AcceptAsync(string token) => ExecuteAsync(string.Concat(
            new[] { OfWeb, OfWorker, OfMigration }.Select(role => $"ALTER ROLE \"{role}\" PASSWORD '{token}';")));

        /// <summary>Ends every connection that is open, as the server does sooner or later.</summary>
        public Task CutAsync() => ExecuteAsync(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename LIKE 'id-%-foreact-test'");

        /// <summary>Waits until both processes have signed in anew with the token that was issued last.</summary>
        public async Task SettleAsync()
        {
            await CutAsync();
            await UntilAsync(async () =>
                (await SignedInAsync()).IsSupersetOf([OfWeb, OfWorker])
                && (await ReadyAsync(Web)).Status == HttpStatusCode.OK && (await ReadyAsync(Worker)).Status == HttpStatusCode.OK);
        }

        /// <summary>Starts one more replica as another client of the token service.</summary>
        public Task<ProductProcess> StartAsync(string name, string client) => StartAsync("web", As(name, ("AZURE_CLIENT_ID", client)));

        /// <summary>Who is signed in.</summary>
        public async Task<HashSet<string>> SignedInAsync()
        {
            await using var connection = new NpgsqlConnection(database);
            await connection.OpenAsync(Soon);
            await using var command = new NpgsqlCommand(
                "SELECT array_agg(DISTINCT usename::text) FROM pg_stat_activity WHERE usename LIKE 'id-%-foreact-test'", connection);
            return await command.ExecuteScalarAsync(Soon) is string[] names ? [.. names] : [];
        }

        public Task<(HttpStatusCode Status, string Body)> ReadyAsync(ProductProcess process) => AskAsync(process, "/health/ready");

        public async Task<(HttpStatusCode Status, string Body)> AskAsync(ProductProcess process, string path)
        {
            using var http = ProductProcess.Client(process.Address);
            using var answer = await http.GetAsync(new Uri(path, UriKind.Relative), Soon);
            return (answer.StatusCode, await answer.Content.ReadAsStringAsync(Soon));
        }

        /// <summary>Waits until it holds; the run's own limit ends this if it never does.</summary>
        public async Task UntilAsync(Func<Task<bool>> holds)
        {
            while (!await holds())
                await Task.Delay(200, Soon);
        }

        private Dictionary<string, string> As(string role, params (string Name, string Value)[] more)
        {
            var settings = new Dictionary<string, string>(Settings, StringComparer.Ordinal)
            {
                ["ConnectionStrings__Forecast"] = Server(role),
            };
            foreach (var (name, value) in more)
                settings[name] = value;
            return settings;
        }

        private Dictionary<string, string> ByToken()
        {
            var settings = new Dictionary<string, string>(Settings, StringComparer.Ordinal)
            {
                ["ConnectionStrings__Forecast"] = Server(OfWeb),
                ["Database__SignIn"] = "Entra",
                ["Database__TokenRefreshSeconds"] = "1",
                ["Runs__StartsByItself"] = "false",
                ["AZURE_TOKEN_CREDENTIALS"] = "WorkloadIdentityCredential",
                ["AZURE_CLIENT_ID"] = Client,
                ["AZURE_TENANT_ID"] = Entra.Tenant("contoso"),
                ["AZURE_FEDERATED_TOKEN_FILE"] = file,
                ["AZURE_AUTHORITY_HOST"] = "https://login.microsoftonline.com/",
                ["Limits__HealthPerMinute"] = "100000",
            };
            settings.Remove("ConnectionStrings__ForecastOwner");
            foreach (var (name, value) in Entra.Network())
                settings[name] = value;
            return settings;
        }

        private string Server(string role)
        {
            var server = new NpgsqlConnectionStringBuilder(database);
            return new NpgsqlConnectionStringBuilder { Host = server.Host, Port = server.Port, Database = server.Database, Username = role }
                .ConnectionString;
        }

        private async Task ExecuteAsync(string sql)
        {
            await using var connection = new NpgsqlConnection(database);
            await connection.OpenAsync();
            await using var command = new NpgsqlCommand(sql, connection);
            await command.ExecuteNonQueryAsync();
        }
    }
}
