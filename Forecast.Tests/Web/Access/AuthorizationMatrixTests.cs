using System.Net;
using Forecast.Domain.Access;
using Forecast.Domain.Data;
using Forecast.Tests.Support;
using Forecast.Web.Access.Api;
using Forecast.Web.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.EntityFrameworkCore;

namespace Forecast.Tests.Web.Access;

/// <summary>
/// Every route of the product against everybody who might ask for it. A route that is not in the table fails the test: whoever adds one
/// says here who may have it.
/// </summary>
public class AuthorizationMatrixTests(AuthorizationMatrixTests.Seeded product) : IClassFixture<AuthorizationMatrixTests.Seeded>
{
    /// <summary>Who asks, in the order of the letters below.</summary>
    private static readonly string[] People =
    [
        "nobody", "viewer of NORTH", "planner of NORTH", "planner of WEST", "admin", "program of the planner of NORTH",
    ];

    /// <summary>What none of them may read anywhere: the name of a store in the other region.</summary>
    private static readonly string[] Foreign = ["Aurich", "Westport", "Westport", "Aurich", "Of neither region", "Westport"];

    /// <summary>
    /// What each of them gets: O what is asked for, S the way to the sign-in, D a refusal, M that this is not how to ask, N that there is
    /// no such thing, B that the request is no request of ours (a form without its token).
    /// </summary>
    private static readonly (string Method, string Route, string Example, string Expected)[] Table =
    [
        ("GET", "/", "/", "SOOOOS"),
        ("GET", "/region/{Code}", "/region/NORTH", "SOONOS"),
        ("GET", "/region/{code}/board.csv", "/region/NORTH/board.csv", "SOONOS"),
        ("GET", "/region/{Code}/why", "/region/NORTH/why", "SOONOS"),
        ("GET", "/region/{code}/why.csv", "/region/NORTH/why.csv", "SOONOS"),
        ("GET", "/region/{Code}/basis", "/region/NORTH/basis", "SOONOS"),
        ("GET", "/region/{Code}/store/{Store}", "/region/NORTH/store/N1", "SOONOS"),
        ("GET", "/region/{code}/store/{store}.csv", "/region/NORTH/store/N1.csv", "SOONOS"),
        ("GET", "/region/{code}/store/{store}.xlsx", "/region/NORTH/store/N1.xlsx", "SOONOS"),
        ("GET", "/region/{Code}/item/{Item}", "/region/NORTH/item/I1", "SOONOS"),
        ("GET", "/region/{code}/item/{item}.csv", "/region/NORTH/item/I1.csv", "SOONOS"),
        ("GET", "/region/{code}/item/{item}.xlsx", "/region/NORTH/item/I1.xlsx", "SOONOS"),
        ("GET", "/region/{Code}/store/{Store}/item/{Item}", "/region/NORTH/store/N1/item/I1", "SOONOS"),
        ("GET", "/transport", "/transport", "SOOOOS"),
        ("GET", "/region/{Code}/transport", "/region/NORTH/transport", "SOONOS"),
        ("GET", "/region/{code}/transport.csv", "/region/NORTH/transport.csv", "SOONOS"),
        ("GET", "/region/{code}/transport.xlsx", "/region/NORTH/transport.xlsx", "SOONOS"),
        ("GET", "/transport/master", "/transport/master", "SDDDOS"),
        ("GET", "/region/{Code}/brief", "/region/NORTH/brief", "SOONOS"),
        ("GET", "/brief.json", "/brief.json?region=NORTH", "SOONOS"),
        ("GET", "/accuracy", "/accuracy?region=NORTH", "SOONOS"),
        ("GET", "/accuracy.csv", "/accuracy.csv?region=NORTH", "SOONOS"),
        ("GET", "/accuracy.xlsx", "/accuracy.xlsx?region=NORTH", "SOONOS"),
        ("GET", "/find", "/find?q=st", "SOOOOS"), // Some stores of either region have these letters.
        ("GET", "/runs", "/runs", "SOOOOS"),
        ("GET", "/runs/{Id:long}", "/runs/1", "SOONOS"),
        ("GET", "/models", "/models", "SOOOOS"),
        ("GET", "/models/{Id:long}", "/models/1", "SOONOS"),
        ("GET", "/days", "/days", "SOOOOS"),
        ("GET", "/days.csv", "/days.csv", "SOOOOS"),
        ("GET", "/worklist", "/worklist?region=NORTH", "SOONOS"),
        ("GET", "/data", "/data", "SDDDOS"),
        ("GET", "/data/loads/{Id:long}", "/data/loads/7", "SDDDNS"),
        ("GET", "/data/loads/{id:long}/rejected.csv", "/data/loads/7/rejected.csv", "SDDDNS"),
        ("POST", "/data/upload", "/data/upload", "SDDDBS"),
        ("POST", "/data/preview", "/data/preview", "SDDDBS"),
        ("GET", "/people", "/people", "SDDDOS"),
        ("GET", "/audit", "/audit", "SDDDOS"),
        ("GET", "/audit.csv", "/audit.csv", "SDDDOS"),
        ("GET", "/jobs/{**path}", "/jobs/", "SDDDOS"),
        ("GET", "/denied", "/denied", "SOOOOS"),
        ("GET", "/signin", "/signin", "OOOOOO"),
        ("POST", "/signin", "/signin", "BBBBBB"),
        ("POST", "/signout", "/signout", "BBBBBB"),
        ("GET", "/status/{Code:int}", "/status/404", "OOOOOO"),
        ("GET", "/error", "/error", "OOOOOO"),
        ("GET", "/not-found", "/not-found", "SOOOOS"),
        ("GET", "/{**path:file}", "/nothing.txt", "SNNNNS"), // Static files in Development.
        ("GET", "/_framework/opaque-redirect", "/_framework/opaque-redirect", "SBBBBS"),
        ("GET", "/_blazor", "/_blazor", "SBBBBS"), // No connection is named.
        ("GET", "/_blazor/negotiate", "/_blazor/negotiate", "SMMMMS"), // Only to be posted to.
        ("GET", "/_blazor/disconnect/", "/_blazor/disconnect/", "SMMMMS"),
        ("GET", "/_blazor/initializers/", "/_blazor/initializers/", "SOOOOS"),
        ("GET", "/tokens", "/tokens", "SOOOOS"),
        ("GET", "/api/v1/regions", "/api/v1/regions", "SOOOOO"),
        ("GET", "/api/v1/stores", "/api/v1/stores?region=NORTH", "SOONOO"),
        ("GET", "/api/v1/items", "/api/v1/items", "SOOOOO"),
        ("GET", "/api/v1/forecasts", "/api/v1/forecasts?region=NORTH", "SOONOO"),
        ("GET", "/api/v1/actuals", "/api/v1/actuals?stores=N1", "SOONOO"),
        ("GET", "/api/v1/accuracy", "/api/v1/accuracy?region=NORTH", "SOONOO"),
        ("GET", "/api/v1/runs", "/api/v1/runs?region=NORTH", "SOONOO"),
        ("GET", "/api/v1/runs/{id:long}", "/api/v1/runs/1", "SOONOO"),
        ("GET", "/api/v1/reasons", "/api/v1/reasons?region=NORTH", "SOONOO"),
        ("POST", "/api/v1/refreshes", "/api/v1/refreshes", "SBBBBB"), // A form is no JSON; cookies: ApiAccessTests.
        ("POST", "/api/v1/imports", "/api/v1/imports", "SDDDDD"),
        ("POST", "/api/v1/imports/preview", "/api/v1/imports/preview", "SDDDDD"),
        ("GET", "/api/v1/imports", "/api/v1/imports", "SDDDDD"),
        ("GET", "/api/v1/imports/{id:long}", "/api/v1/imports/1", "SDDDDD"),
        ("GET", "/api/v1/imports/{id:long}/rejected", "/api/v1/imports/1/rejected", "SDDDDD"),
        ("GET", "/api-reference/{documentName?}", "/api-reference/", "SOOOOS"),
        ("GET", "/api-reference/scalar.js", "/api-reference/scalar.js", "OOOOOO"),
        ("GET", "/api-reference/scalar.aspnetcore.js", "/api-reference/scalar.aspnetcore.js", "OOOOOO"),
        ("GET", "/api-reference/favicon.svg", "/api-reference/favicon.svg", "OOOOOO"),
        ("GET", "/api/v1/openapi.json", "/api/v1/openapi.json", "OOOOOO"),
        ("GET", "/health/live", "/health/live", "OOOOOO"),
        ("GET", "/health/ready", "/health/ready", "OOOOOO"),
    ];

    /// <summary>A replica in Development over a seeded database, and somebody of each kind.</summary>
    public sealed class Seeded(EmbeddedServers servers) : Installation(servers)
    {
        internal ProductProcess Web { get; private set; } = null!;

        /// <summary>The planner of NORTH has given a program all that they have.</summary>
        internal string Token { get; } = PersonalTokens.NewText();

        internal IReadOnlyList<User?> Visitors { get; private set; } = [];

        internal ForeactDb Database() => new(new DbContextOptionsBuilder<ForeactDb>().UseNpgsql(ConnectionString).Options);

        public override async ValueTask InitializeAsync()
        {
            await base.InitializeAsync();
            var seed = await BoardSeed.PlantAsync(ConnectionString);
            var vera = new User { Subject = "test:vera", Name = "Vera Viewer", Role = Role.Viewer };
            await using (var db = Database())
            {
                db.Add(vera);
                await db.SaveChangesAsync();
                db.Add(new RegionGrant { UserId = vera.Id, RegionId = seed.North });
                db.Add(new PersonalToken
                {
                    UserId = seed.Petra.Id,
                    Name = "program",
                    Hash = PersonalTokens.HashOf(Token),
                    Ending = Token[^4..],
                    Scopes = [.. ApiScopes.All],
                    CreatedAt = Boards.Morning,
                    ExpiresAt = Boards.Morning.AddYears(10),
                });
                await db.SaveChangesAsync();
                await SheetSeed.PlantAsync(db);
            }

            await RunAsync("migrate");
            Visitors = [null, vera, seed.Petra, seed.Will, seed.Ada];
            Settings = new Dictionary<string, string>(Settings, StringComparer.Ordinal) { ["Runs__StartsByItself"] = "false" };
            Web = await StartAsync("web");
        }
    }

    [Fact]
    public async Task EveryRoute_GivesEverybodyWhatTheTableSays()
    {
        var surprises = new List<string>();
        for (int who = 0; who < People.Length; who++)
        {
            using var visitor = new Visitor(product.Web.Address);
            if (who == People.Length - 1)
                visitor.Show(product.Token);
            else if (product.Visitors[who] is { } user)
                (await visitor.SignInAsync(user)).Dispose();
            foreach (var (method, _, example, expected) in Table)
            {
                var got = await AskAsync(visitor, method, example, Foreign[who]);
                if (got != expected[who])
                    surprises.Add($"{method} {example}: {People[who]} gets {got}, not {expected[who]}");
            }
        }

        Assert.True(surprises.Count == 0, string.Join('\n', surprises));
    }

    /// <summary>Pages are alive through it: whoever is not signed in gets no connection, whoever is gets one of their own.</summary>
    [Fact]
    public async Task Hub_IsOpenToThoseWhoAreSignedInOnly()
    {
        for (int who = 0; who < product.Visitors.Count; who++) // A program has no circuit.
        {
            using var visitor = new Visitor(product.Web.Address);
            if (product.Visitors[who] is { } user)
                (await visitor.SignInAsync(user)).Dispose();

            using var answer = await visitor.PostAsync("/_blazor/negotiate?negotiateVersion=1", page: "");

            Assert.Equal((People[who], who > 0), (People[who], answer.StatusCode == HttpStatusCode.OK));
        }
    }

    [Fact]
    public async Task NoRoute_IsMissingFromTheTable_NorLeftInIt()
    {
        var there = await RoutesAsync();
        var inTable = Table.Select(row => $"{row.Method} {row.Route}").ToHashSet(StringComparer.Ordinal);

        var missing = there.Except(inTable, StringComparer.Ordinal).ToList();
        Assert.True(missing.Count == 0, $"Say in the table who may have these:\n{string.Join('\n', missing)}");
        var left = inTable.Except(there, StringComparer.Ordinal).ToList();
        Assert.True(left.Count == 0, $"These exist no more:\n{string.Join('\n', left)}");
    }

    private static async Task<char> AskAsync(Visitor visitor, string method, string path, string foreign)
    {
        using var answer = method == "POST" ? await visitor.PostAsync(path, page: "") : await visitor.GetAsync(path);
        var body = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return answer.StatusCode switch
        {
            HttpStatusCode.OK when body.Contains("in your regions.", StringComparison.Ordinal) => 'N', // In words, on a page of its own.
            HttpStatusCode.OK => body.Contains(foreign, StringComparison.Ordinal) ? '!' : 'O',
            HttpStatusCode.Unauthorized => 'S',
            HttpStatusCode.MethodNotAllowed => 'M',
            HttpStatusCode.Redirect when answer.Headers.Location!.OriginalString.Contains("/signin?", StringComparison.Ordinal) => 'S',
            HttpStatusCode.Redirect when answer.Headers.Location!.OriginalString.Contains("/denied", StringComparison.Ordinal) => 'D',
            HttpStatusCode.Forbidden => 'D',
            HttpStatusCode.NotFound => 'N',
            HttpStatusCode.BadRequest or HttpStatusCode.UnsupportedMediaType => 'B',
            _ => '?',
        };
    }

    /// <summary>
    /// The routes as the product maps them, read from the product put together but not started. Static files are one matter.
    /// </summary>
    private async Task<IReadOnlyCollection<string>> RoutesAsync()
    {
        var settings = product.Settings.Where(s => !s.Key.StartsWith("ASPNETCORE", StringComparison.Ordinal))
            .ToDictionary(s => s.Key.Replace("__", ":", StringComparison.Ordinal), string? (s) => s.Value, StringComparer.Ordinal);
        settings["Role"] = "Web";
        await using var app = WebHost.Build("http://127.0.0.1:0", "Development", settings);
        var routes = new HashSet<string>(StringComparer.Ordinal);
        foreach (var endpoint in ((IEndpointRouteBuilder)app).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<StaticAssetDescriptor>() is null))
        {
            var methods = endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET"];
            var route = "/" + endpoint.RoutePattern.RawText!.TrimStart('/');
            foreach (var method in methods.Contains("GET", StringComparer.Ordinal) ? ["GET"] : methods)
                routes.Add($"{method} {route}");
        }

        return routes;
    }
}
