using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Forecast.Tests.Support;

namespace Forecast.Tests.Web.Features.Api;

/// <summary>The product against its own description: each operation is asked as it says, and answers as it says.</summary>
public class ApiContractTests(ApiInstallation product) : IClassFixture<ApiInstallation>
{
    private const string File = "date,store,item,quantity\n2026-10-05,N1,I1,3\n2026-10-06,N1,I1,three\n";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task EveryOperation_AnswersAsItsDescriptionSays()
    {
        using var ada = product.Caller(product.AdasToken);
        var description = await ApiDescription.ReadAsync(ada);
        (await ada.SendFileAsync("/api/v1/imports", File)).Dispose(); // So that there is a load to ask for.
        var faults = new List<string>();
        foreach (var operation in description.Operations)
        {
            foreach (var query in Questions(operation))
            {
                foreach (var type in TypesOf(operation))
                    await AskAsync(ada, description, operation, operation.Address("1", query), type, faults);
            }
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
        Assert.True(description.Operations.Count >= 15, "The description lost operations.");
    }

    [Fact]
    public async Task EveryOperation_AsksForARight_AndSaysHowItRefuses()
    {
        using var nobody = product.Caller(null); // The description itself is for everybody.
        var description = await ApiDescription.ReadAsync(nobody);

        foreach (var operation in description.Operations)
        {
            Assert.NotEmpty(operation.Said["security"]!.AsArray());
            Assert.False(string.IsNullOrWhiteSpace((string?)operation.Said["summary"]), $"{operation} has no summary.");
            foreach (var status in (string[])["400", "401", "403", "429"])
                Assert.NotNull(operation.Responses[status]?["content"]?["application/problem+json"]);
            using var answer = await nobody.SendAsync(new HttpRequestMessage(
                new HttpMethod(operation.Method), new Uri(operation.Address("1", []), UriKind.Relative)), Stop);
            await answer.ProblemAsync(System.Net.HttpStatusCode.Unauthorized);
        }
    }

    [Fact]
    public async Task EveryParameter_IsDescribedWithAnExampleOfItsType()
    {
        using var nobody = product.Caller(null);
        var description = await ApiDescription.ReadAsync(nobody);
        var shape = new JsonShape(description.Document);

        foreach (var operation in description.Operations)
        {
            foreach (var parameter in operation.InQuery)
            {
                Assert.False(string.IsNullOrWhiteSpace((string?)parameter["description"]), $"{operation}: {parameter["name"]}");
                var type = new JsonObject { ["type"] = parameter["schema"]!["type"]!.DeepClone() };
                Assert.Empty(shape.Faults(type, parameter["example"]));
            }
        }
    }

    /// <summary>With what must be said, and with each of the other parameters beside it.</summary>
    private static IEnumerable<(string, string)[]> Questions(ApiOperation operation)
    {
        (string, string)[] must = [.. operation.InQuery.Where(p => (bool?)p["required"] == true).Select(Example)];
        return [must, .. operation.InQuery.Where(p => (bool?)p["required"] != true).Select(p => ((string, string)[])[.. must, Example(p)])];
    }

    private static (string Name, string Value) Example(JsonNode parameter) =>
        ((string)parameter["name"]!, parameter["example"]!.ToString());

    /// <summary>Every form in which it answers well.</summary>
    private static IEnumerable<string> TypesOf(ApiOperation operation) =>
        operation.Responses.AsObject().Where(r => r.Key.StartsWith('2')).SelectMany(r => r.Value!["content"]!.AsObject().Select(c =>
            c.Key));

    private static async Task AskAsync(
        HttpClient caller, ApiDescription description, ApiOperation operation, string address, string accept, List<string> faults)
    {
        using var request = new HttpRequestMessage(new HttpMethod(operation.Method), new Uri(address, UriKind.Relative));
        request.Headers.Accept.Add(MediaTypeWithQualityHeaderValue.Parse(accept));
        if (operation.TakesFile)
            request.Content = new MultipartFormDataContent { { new ByteArrayContent(Encoding.UTF8.GetBytes(File)), "file", "sales.csv" } };
        if (operation.TakesJson)
            request.Content = new StringContent("""{"region":"NORTH","stores":["N1"]}""", Encoding.UTF8, "application/json");
        using var answer = await caller.SendAsync(request, Stop);
        var where = $"{operation.Method} {address} as {accept}: {(int)answer.StatusCode}";
        var type = answer.Content.Headers.ContentType?.MediaType ?? "";
        if (operation.Responses[$"{(int)answer.StatusCode}"]?["content"]?[type] is not { } described)
        {
            faults.Add($"{where} {type} is not described: {await answer.Content.ReadAsStringAsync(Stop)}");
            return;
        }

        if ((int)answer.StatusCode >= 500)
            faults.Add(where);
        if (type.EndsWith("json", StringComparison.Ordinal))
        {
            var body = JsonNode.Parse(await answer.Content.ReadAsStringAsync(Stop));
            faults.AddRange(new JsonShape(description.Document).Faults(described["schema"]!, body).Select(fault => $"{where} {fault}"));
        }
        else if (type == "text/csv")
        {
            faults.AddRange(Ragged(await answer.Content.ReadAsStringAsync(Stop)).Select(fault => $"{where} {fault}"));
        }
        else if (!(await answer.Content.ReadAsByteArrayAsync(Stop)).AsSpan().StartsWith("PAR1"u8))
        {
            faults.Add($"{where} is no Parquet file");
        }
    }

    /// <summary>Lines of another width than the first; none of the seeded texts holds a comma but rejected rows, which stand
    /// last.</summary>
    private static IEnumerable<string> Ragged(string csv)
    {
        var lines = csv.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        int width = lines[0].Split(',').Length;
        return lines.Where(line => !line.Contains('"', StringComparison.Ordinal) && line.Split(',').Length != width);
    }
}
