using System.Net;
using System.Text.Json.Nodes;
using Forecast.Tests.Support;
using Parquet;

namespace Forecast.Tests.Web.Features.Api;

/// <summary>Reading forecasts, sales and accuracy as programs do.</summary>
public class ApiForecastTests(ApiInstallation product) : IClassFixture<ApiInstallation>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Forecast_HoldsTheVersionOnShow_PerSeriesAndDay()
    {
        using var petra = product.Caller(product.PetrasToken);

        var page = await petra.ReadAsync("/api/v1/forecasts?stores=N2&items=I1&days=3");

        var series = Assert.Single(page["items"]!.AsArray())!;
        Assert.Equal(("NORTH", "N2", "I1"), ((string)series["region"]!, (string)series["store"]!, (string)series["item"]!));
        Assert.Equal(("2026-11-20", "2026-11-21"), ((string)series["origin"]!, (string)series["firstDay"]!));
        Assert.Equal([18, 18, 18], Numbers(series["mean"]!)); // 60 % of 30 a day
        Assert.Equal([14.4, 14.4, 14.4], Numbers(series["p10"]!));
        Assert.Equal([21.6, 21.6, 21.6], Numbers(series["p90"]!));
        Assert.Null(page["next"]);
    }

    [Theory]
    [InlineData("application/json"), InlineData("text/csv"), InlineData("application/vnd.apache.parquet")]
    public async Task SameQuestion_WithOtherRights_HasAnotherAnswer_AndWithTheSameOnesTheSame(string form)
    {
        using var ada = product.Caller(product.AdasToken);
        using var petra = product.Caller(product.PetrasToken);

        var first = await AskAsync(ada);
        var second = await AskAsync(petra);
        var again = await AskAsync(ada);

        Assert.Equal((first.Tag, Convert.ToHexString(first.Body)), (again.Tag, Convert.ToHexString(again.Body)));
        Assert.NotEqual(first.Tag, second.Tag);
        Assert.True(second.Body.Length < first.Body.Length, "Petra sees one region, Ada sees both.");

        async Task<(string? Tag, byte[] Body)> AskAsync(HttpClient caller)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/forecasts?days=2");
            request.Headers.Accept.ParseAdd(form);
            using var answer = await caller.SendAsync(request, Stop);
            Assert.Equal((HttpStatusCode.OK, form), (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
            return (answer.Headers.ETag?.Tag, await answer.Content.ReadAsByteArrayAsync(Stop));
        }
    }

    [Fact]
    public async Task Pages_LeadThroughAllSeriesOnce()
    {
        using var ada = product.Caller(product.AdasToken);
        var seen = new List<string>();
        string? next = "/api/v1/forecasts?limit=1&days=1";
        while (next is not null)
        {
            var page = await ada.ReadAsync(next);
            seen.AddRange(page["items"]!.AsArray().Select(s => $"{s!["store"]}/{s["item"]}"));
            next = (string?)page["next"];
        }

        Assert.Equal(["N1/I1", "N1/I2", "N2/I1", "N2/I2", "W1/I1", "W1/I2"], seen);
    }

    [Theory]
    [InlineData("stores"), InlineData("items"), InlineData("regions"), InlineData("accuracy"), InlineData("runs")]
    public async Task OtherLists_HavePagesToo(string list)
    {
        using var ada = product.Caller(product.AdasToken);
        var whole = await ada.ReadAsync($"/api/v1/{list}");
        var seen = new JsonArray();
        string? next = $"/api/v1/{list}?limit=1";
        while (next is not null)
        {
            var page = await ada.ReadAsync(next);
            seen.Add(Assert.Single(page["items"]!.AsArray())!.DeepClone());
            next = (string?)page["next"];
        }

        Assert.True(seen.Count > 1);
        Assert.Equal(whole["items"]!.ToJsonString(), seen.ToJsonString());
    }

    [Fact]
    public async Task Csv_HasARowPerDay_AndTheNextPageInItsHead()
    {
        using var petra = product.Caller(product.PetrasToken);

        using var answer = await petra.AskAsync("/api/v1/forecasts?stores=N1&days=2&limit=1", "text/csv");

        Assert.Equal("text/csv", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal(
            "region,store,item,day,mean,p10,p50,p90,version,origin,method\r\n"
            + "NORTH,N1,I1,2026-11-21,6,4.8,6,7.2,1,2026-11-20,theta\r\nNORTH,N1,I1,2026-11-22,6,4.8,6,7.2,1,2026-11-20,theta\r\n",
            await answer.Content.ReadAsStringAsync(Stop));
        var next = Assert.Single(answer.Headers.GetValues("Link"));
        Assert.Matches("^</api/v1/forecasts\\?.*after=[^>]+>; rel=\"next\"$", next);
    }

    [Fact]
    public async Task Parquet_HoldsTheSameRowsAsCsv()
    {
        using var petra = product.Caller(product.PetrasToken);

        using var answer = await petra.AskAsync("/api/v1/forecasts?days=2", "application/vnd.apache.parquet");

        Assert.Equal("application/vnd.apache.parquet", answer.Content.Headers.ContentType!.MediaType);
        await using var file = new MemoryStream(await answer.Content.ReadAsByteArrayAsync(Stop));
        await using var reader = await ParquetReader.CreateAsync(file, cancellationToken: Stop);
        Assert.Equal(
            ["region", "store", "item", "day", "mean", "p10", "p50", "p90", "version", "origin", "method"],
            reader.Schema.DataFields.Select(f => f.Name));
        using var rows = reader.OpenRowGroupReader(0);
        Assert.Equal(8, rows.RowCount); // 2 stores × 2 items × 2 days
    }

    [Theory]
    [InlineData("application/xml")]
    [InlineData("application/json;q=0, text/html")]
    public async Task OtherFormats_AreNotToBeHad(string accept)
    {
        using var petra = product.Caller(product.PetrasToken);

        using var answer = await petra.AskAsync("/api/v1/forecasts", accept);

        var problem = await answer.ProblemAsync(HttpStatusCode.NotAcceptable);
        Assert.Contains("text/csv", (string)problem["fix"]!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/api/v1/forecasts"), InlineData("/api/v1/stores"), InlineData("/api/v1/actuals"), InlineData("/api/v1/runs/1")]
    public async Task AnswerThatTheCallerHas_IsNotSentAgain(string path)
    {
        using var petra = product.Caller(product.PetrasToken);
        using var first = await petra.AskAsync(path);
        var tag = first.Headers.ETag!;
        Assert.False(tag.IsWeak);

        using var again = await petra.AskAsync(path, known: tag.ToString());
        using var other = await petra.AskAsync(path, known: "\"another\"");

        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
        Assert.Equal("", await again.Content.ReadAsStringAsync(Stop));
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
        Assert.Equal(tag, other.Headers.ETag);
    }

    [Fact]
    public async Task Tags_DifferByFormatAndQuestion()
    {
        using var petra = product.Caller(product.PetrasToken);
        var tags = new List<string>();
        foreach (var (path, accept) in new[]
        {
            ("/api/v1/forecasts", "application/json"), ("/api/v1/forecasts", "text/csv"), ("/api/v1/forecasts?days=1", "application/json"),
            ("/api/v1/forecasts?stores=N1", "application/json"),
        })
        {
            using var answer = await petra.AskAsync(path, accept);
            tags.Add(answer.Headers.ETag!.Tag);
        }

        Assert.Equal(4, tags.Distinct().Count());
    }

    [Fact]
    public async Task EarlierForecast_IsFoundByVersionAndByMoment()
    {
        using var petra = product.Caller(product.PetrasToken);
        var now = await petra.ReadAsync("/api/v1/forecasts");
        var version = (long)now["items"]![0]!["version"]!;

        var byVersion = await petra.ReadAsync($"/api/v1/forecasts?version={version}");
        var byMoment = await petra.ReadAsync("/api/v1/forecasts?asOf=2026-11-21T09:00:00Z");
        var before = await petra.ReadAsync("/api/v1/forecasts?asOf=2026-11-21T00:00:00%2B01:00");

        Assert.Equal(now.ToJsonString(), byVersion.ToJsonString());
        Assert.Equal(now.ToJsonString(), byMoment.ToJsonString());
        Assert.Empty(before["items"]!.AsArray()); // Nothing was published yet.
    }

    [Fact]
    public async Task Actuals_TellNothingSoldFromNotLoaded()
    {
        using var petra = product.Caller(product.PetrasToken);

        var page = await petra.ReadAsync("/api/v1/actuals?stores=N1&items=I1&from=2026-10-30&to=2026-11-02");

        var series = Assert.Single(page["items"]!.AsArray())!;
        Assert.Equal("[null,null,8,8]", series["units"]!.ToJsonString());
    }

    [Fact]
    public async Task Accuracy_IsThatOfTheBoard()
    {
        using var petra = product.Caller(product.PetrasToken);

        var page = await petra.ReadAsync("/api/v1/accuracy?stores=N1");

        var store = Assert.Single(page["items"]!.AsArray())!;
        Assert.Equal((0.2, 0.4), ((double)store["wape"]!, (double)store["naiveWape"]!)); // 2 ÷ 10 and 4 ÷ 10 each day
        Assert.Equal((14d, 70d), ((double)store["unitsMissed"]!, (double)store["unitsSold"]!)); // over seven days
    }

    [Theory]
    [InlineData("days=0", "days"), InlineData("days=seven", "days"), InlineData("day=7", ""), InlineData("days=1&days=2", "days")]
    [InlineData("limit=99999999999999999999", "limit"), InlineData("asOf=yesterday", "asOf"), InlineData("version=-1", "version")]
    [InlineData("after=!", "after"), InlineData("stores=%00", "stores"), InlineData("version=1&asOf=2026-11-21T09:00:00Z", "asOf")]
    public async Task WrongParameter_IsNamed(string query, string name)
    {
        using var petra = product.Caller(product.PetrasToken);

        var problem = await petra.ProblemAsync($"/api/v1/forecasts?{query}", HttpStatusCode.BadRequest);

        Assert.Equal($"query parameter {name}", (string)problem["where"]!);
    }

    private static double[] Numbers(JsonNode array) => [.. array.AsArray().Select(n => (double)n!)];
}
