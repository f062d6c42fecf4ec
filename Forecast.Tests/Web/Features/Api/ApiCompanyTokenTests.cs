using System.Net;
using System.Net.Http.Headers;
using Forecast.Domain.Access;
using Forecast.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Forecast.Tests.Web.Features.Api;

/// <summary>Tokens of the company's sign-in, with the keys of a real provider, at the product in Production.</summary>
public class ApiCompanyTokenTests(EntraInstallation product) : IClassFixture<EntraInstallation>
{
    private static readonly Guid Program = new("77777777-0000-4000-8000-000000000001");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private EntraServer Entra => product.Entra;

    private string Contoso => Entra.Tenant("contoso");

    [Fact]
    public async Task PersonsToken_SeesWhatThePersonDoes()
    {
        using var petra = await PersonAsync("petra", "Forecasts.Read");

        var stores = await petra.ReadAsync("/api/v1/stores");

        Assert.Equal(["N1", "N2"], stores["items"]!.AsArray().Select(s => (string)s!["code"]!));
    }

    [Fact]
    public async Task Token_MayDoNoMoreThanItsScopesSay()
    {
        using var reader = await PersonAsync("petra", "Forecasts.Read");
        using var other = await PersonAsync("petra", "Other.Read");

        using var refresh = await reader.RefreshAsync(new { region = "NORTH" });

        await refresh.ProblemAsync(HttpStatusCode.Forbidden);
        await other.ProblemAsync("/api/v1/stores", HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task PersonWithoutARole_IsNotLetIn()
    {
        using var nora = await PersonAsync("nora", "Forecasts.Read");

        await nora.ProblemAsync("/api/v1/stores", HttpStatusCode.Unauthorized);
    }

    [Fact] // Vera is a viewer by her token; her account says so from her first call on.
    public async Task PersonWhoNeverSignedIn_HasAnAccountFromTheirFirstCallOn()
    {
        using var vera = await PersonAsync("vera", "Forecasts.Read");

        var regions = await vera.ReadAsync("/api/v1/regions");

        Assert.Empty(regions["items"]!.AsArray()); // None is granted yet.
        await using var db = product.Database();
        var account = await db.Users.SingleAsync(u => u.Subject == Entra.Subject("vera"), Stop);
        Assert.Equal((Role.Viewer, AccountKind.Person), (account.Role, account.Kind));
    }

    [Fact]
    public async Task Program_SeesTheRegionsGrantedToIt_AndDoesWhatItsAppRolesSay()
    {
        using var program = await ProgramAsync("Forecasts.Read.All");
        Assert.Empty((await program.ReadAsync("/api/v1/regions"))["items"]!.AsArray());
        await using (var db = product.Database())
        {
            var account = await db.Users.SingleAsync(u => u.Subject == $"{Contoso}:{Program}", Stop);
            Assert.Equal(AccountKind.Application, account.Kind);
            db.Add(new RegionGrant { UserId = account.Id, RegionId = product.Seed.West });
            await db.SaveChangesAsync(Stop);
        }

        await product.UntilAsync(async () => (await program.ReadAsync("/api/v1/regions"))["items"]!.AsArray().Count > 0);

        var stores = await program.ReadAsync("/api/v1/stores");
        Assert.Equal("W1", (string)Assert.Single(stores["items"]!.AsArray())!["code"]!);
        await program.ProblemAsync("/api/v1/stores?region=NORTH", HttpStatusCode.NotFound);
        using var refused = await program.RefreshAsync(new { region = "WEST" });
        await refused.ProblemAsync(HttpStatusCode.Forbidden);
        using var importer = await ProgramAsync("Sales.Import.All");
        using var look = await importer.SendFileAsync("/api/v1/imports/preview", "date,store,item,quantity\n2026-10-01,N1,I1,3\n");
        Assert.Equal(HttpStatusCode.OK, look.StatusCode);
        await importer.ReadAsync("/api/v1/imports");
    }

    [Fact]
    public async Task ProgramWithoutAnAppRole_IsNotLetIn()
    {
        using var program = await ProgramAsync("Something.Else");

        await program.ProblemAsync("/api/v1/stores", HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("audience", "another application")]
    [InlineData("tenant", "company")]
    [InlineData("expired", "expired")]
    [InlineData("unsigned", "cannot be trusted")]
    [InlineData("forged", "cannot be trusted")]
    [InlineData("altered", "cannot be trusted")]
    [InlineData("garbage", "cannot be trusted")]
    public async Task BadToken_IsRefused_AndToldWhy(string what, string why)
    {
        var claims = new { aud = what == "audience" ? "api://another" : Entra.SecretClient, scp = "Forecasts.Read" };
        var token = await Entra.TokenAsync(new
        {
            tenant = what == "tenant" ? Entra.Tenant("stranger") : Contoso,
            who = what == "tenant" ? "carl" : "ada",
            claims,
            seconds = what == "expired" ? -600 : 3600,
            unsigned = what == "unsigned",
            forged = what == "forged",
        });
        if (what == "altered") // Somebody else's name, under the signature of before.
            token = string.Join('.', token.Split('.') is [var head, _, var signature] ? (string[])[head, Other(token), signature] : []);
        using var caller = Caller(what == "garbage" ? "not.a.token" : token);

        using var answer = await caller.AskAsync("/api/v1/stores");

        var problem = await answer.ProblemAsync(HttpStatusCode.Unauthorized);
        Assert.Contains(why, (string)problem["detail"]!, StringComparison.Ordinal);
        Assert.Contains("invalid_token", Assert.Single(answer.Headers.WwwAuthenticate).Parameter!, StringComparison.Ordinal);
    }

    private static string Other(string token)
    {
        var payload = System.Text.Encoding.UTF8.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(token.Split('.')[1]));
        return System.Buffers.Text.Base64Url.EncodeToString(
            System.Text.Encoding.UTF8.GetBytes(payload.Replace("Forecasts.Read", "Sales.Import", StringComparison.Ordinal)));
    }

    private Task<HttpClient> PersonAsync(string who, string scopes) => CallerAsync(new
    {
        tenant = Contoso,
        who,
        claims = new { aud = Entra.SecretClient, scp = scopes },
    });

    private Task<HttpClient> ProgramAsync(string appRole) => CallerAsync(new
    {
        tenant = Contoso,
        claims = new
        {
            aud = Entra.SecretClient,
            oid = Program,
            sub = Program,
            azp = "88888888-0000-4000-8000-000000000001",
            roles = (string[])[appRole]
        },
    });

    private async Task<HttpClient> CallerAsync(object order) => Caller(await Entra.TokenAsync(order));

    private HttpClient Caller(string token)
    {
        var http = ProductProcess.Client(product.First.Address);
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return http;
    }
}
