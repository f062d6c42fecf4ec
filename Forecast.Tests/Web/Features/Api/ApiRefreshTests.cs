using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Forecast.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Forecast.Tests.Web.Features.Api;

/// <summary>Asking for new forecasts, once and again, and loading files.</summary>
public class ApiRefreshTests(ApiInstallation product) : IClassFixture<ApiInstallation>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Refresh_IsAccepted_WithTheAddressOfItsRun()
    {
        using var petra = product.Caller(product.PetrasToken);
        await EndRunsAsync(); // Those of other tests, which it would join.

        using var answer = await petra.RefreshAsync(new { region = "NORTH", reason = "After the nightly load" });

        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        var accepted = (await answer.Content.ReadFromJsonAsync<JsonNode>(Stop))!;
        Assert.Equal(answer.Headers.Location!.OriginalString, (string)accepted["address"]!);
        var run = await petra.ReadAsync(answer.Headers.Location!.OriginalString);
        Assert.Equal(("NORTH", "Petra Nord"), ((string)run["region"]!, (string)run["requestedBy"]!));
        Assert.False((bool)run["hasEnded"]!); // Nobody computes here.
    }

    [Fact]
    public async Task SameKey_LeadsToTheSameRun_AndAnotherRequestWithItIsRefused()
    {
        using var will = product.Caller(product.WillsToken);
        using var ada = product.Caller(product.AdasToken);

        var runs = new List<string>();
        for (int i = 0; i < 2; i++)
        {
            using var answer = await will.RefreshAsync(new { region = "WEST" }, "key-1");
            runs.Add(answer.Headers.Location!.OriginalString);
            await EndRunsAsync(); // Else the second one would join the first whatever its key.
        }

        using var other = await will.RefreshAsync(new { region = "WEST", stores = (string[])["W1"] }, "key-1");
        using var fresh = await will.RefreshAsync(new { region = "WEST" }, "key-2");
        using var ofAnother = await ada.RefreshAsync(new { region = "NORTH" }, "key-1"); // Keys are each caller's own.

        Assert.Equal(runs[0], runs[1]);
        await other.ProblemAsync(HttpStatusCode.UnprocessableEntity);
        Assert.NotEqual(runs[0], fresh.Headers.Location!.OriginalString);
        Assert.Equal(HttpStatusCode.Accepted, ofAnother.StatusCode);
    }

    [Fact]
    public async Task EightTimesAtOnceWithOneKey_IsOneRun()
    {
        using var ada = product.Caller(product.AdasToken);

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ =>
            ada.RefreshAsync(new { region = "NORTH", stores = (string[])["N2"] }, "at-once")));

        Assert.All(answers, a => Assert.Contains(a.StatusCode, (HttpStatusCode[])[HttpStatusCode.Accepted, HttpStatusCode.Conflict]));
        Assert.Single(answers.Where(a => a.StatusCode == HttpStatusCode.Accepted).Select(a =>
            a.Headers.Location!.OriginalString).Distinct());
        foreach (var answer in answers)
            answer.Dispose();
    }

    [Theory]
    [InlineData("""{"stores":["N1"]}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"region":5}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"region":"NORTH","store":"N1"}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"region":"NORTH",""", HttpStatusCode.BadRequest)]
    [InlineData("""{"region":"NORTH","stores":[]}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"region":"NORTH","stores":[null]}""", HttpStatusCode.BadRequest)]
    [InlineData("null", HttpStatusCode.BadRequest)]
    [InlineData("""{"region":"NOWHERE"}""", HttpStatusCode.NotFound)]
    public async Task WrongBody_IsExplained(string body, HttpStatusCode status)
    {
        using var ada = product.Caller(product.AdasToken);
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");

        using var answer = await ada.PostAsync(new Uri("/api/v1/refreshes", UriKind.Relative), content, Stop);

        await answer.ProblemAsync(status);
    }

    [Fact]
    public async Task BodyOfAnotherType_IsRefused()
    {
        using var ada = product.Caller(product.AdasToken);
        using var content = new StringContent("region=NORTH", System.Text.Encoding.UTF8, "application/x-www-form-urlencoded");

        using var answer = await ada.PostAsync(new Uri("/api/v1/refreshes", UriKind.Relative), content, Stop);

        await answer.ProblemAsync(HttpStatusCode.UnsupportedMediaType);
    }

    [Fact]
    public async Task File_IsLookedAtFirst_ThenLoaded_AndItsRejectedRowsAreTold()
    {
        using var ada = product.Caller(product.AdasToken);
        const string file = "date,store,item,quantity\n2026-10-01,N1,I1,3\n2026-10-02,N1,I1,three\n";

        using var look = await ada.SendFileAsync("/api/v1/imports/preview", file);
        using var loaded = await ada.SendFileAsync("/api/v1/imports?kind=sales", file);

        var preview = (await look.Content.ReadFromJsonAsync<JsonNode>(Stop))!;
        Assert.Equal((1L, 1L), ((long)preview["rowsTaken"]!, (long)preview["rowsRejected"]!));
        Assert.Equal(HttpStatusCode.Created, loaded.StatusCode);
        var load = await ada.ReadAsync(loaded.Headers.Location!.OriginalString);
        Assert.Equal(("succeeded", 1L, 1L), ((string)load["status"]!, (long)load["rowsAccepted"]!, (long)load["rowsRejected"]!));
        var rejected = await ada.ReadAsync($"{loaded.Headers.Location!.OriginalString}/rejected");
        Assert.Equal((3L, "quantity"), ((long)rejected["items"]![0]!["line"]!, (string)rejected["items"]![0]!["column"]!));
        var sold = await ada.ReadAsync("/api/v1/actuals?stores=N1&items=I1&from=2026-10-01&to=2026-10-02");
        Assert.Equal("[3,null]", sold["items"]![0]!["units"]!.ToJsonString());
    }

    [Fact]
    public async Task FileThatCannotBeTaken_IsRefusedWithTheReason()
    {
        using var ada = product.Caller(product.AdasToken);

        using var look = await ada.SendFileAsync("/api/v1/imports/preview", "a,b\n1,2\n");
        using var load = await ada.SendFileAsync("/api/v1/imports", "a,b\n1,2\n");
        using var none = await ada.PostAsync(new Uri("/api/v1/imports", UriKind.Relative), new StringContent("x"), Stop);

        await look.ProblemAsync(HttpStatusCode.UnprocessableEntity);
        await load.ProblemAsync(HttpStatusCode.UnprocessableEntity);
        await none.ProblemAsync(HttpStatusCode.UnsupportedMediaType);
    }

    private async Task EndRunsAsync()
    {
        await using var db = product.Database();
        await db.Database.ExecuteSqlAsync(
            $"UPDATE run SET status = 'Cancelled', finished_at = now() WHERE status IN ('Queued', 'Running')", Stop);
    }
}
