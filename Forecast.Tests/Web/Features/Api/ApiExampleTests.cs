using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Forecast.Tests.Support;

namespace Forecast.Tests.Web.Features.Api;

/// <summary>The examples that people copy: what they ask for is answered.</summary>
public class ApiExampleTests(ApiInstallation product) : IClassFixture<ApiInstallation>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Notebook_AsksForWhatThereIs_AndReadsColumnsThatAreSent()
    {
        var cells = JsonNode.Parse(await File.ReadAllTextAsync(Checkout.PathOf("docs", "examples", "forecasts.ipynb"),
            Stop))!["cells"]!.AsArray();
        var code = string.Concat(cells.Where(c => (string)c!["cell_type"]! == "code").SelectMany(c => c!["source"]!.AsArray()).Select(l =>
            (string)l!));
        var path = Regex.Match(code, "\\{address\\}(?<path>/api/[^\"]+)\"", RegexOptions.ExplicitCapture, Patience).Groups["path"].Value;
        var accept = Regex.Match(code, "\"Accept\": \"(?<type>[^\"]+)\"", RegexOptions.ExplicitCapture, Patience).Groups["type"].Value;
        using var ada = product.Caller(product.AdasToken);

        using var answer = await ada.AskAsync(path.Replace("N3", "W1", StringComparison.Ordinal), accept); // Here the third store is W1.

        var lines = (await answer.Content.ReadAsStringAsync(Stop)).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(3 * 2 * 7, lines.Length - 1); // stores × items × days
        var columns = lines[0].Split(',');
        foreach (var used in (string[])["day", "origin", "store", "item", "mean"])
        {
            Assert.Contains($"\"{used}\"", code, StringComparison.Ordinal);
            Assert.Contains(used, columns);
        }
    }

    [Fact]
    public async Task Guide_NamesOnlyAddressesAndParametersThatTheDescriptionHas()
    {
        using var nobody = product.Caller(null);
        var description = await ApiDescription.ReadAsync(nobody);
        var guide = await File.ReadAllTextAsync(Checkout.PathOf("docs", "api.md"), Stop);
        var named = Regex.Matches(
            guide, "/api/v1/(?<path>[a-z/{}]+)(\\?(?<query>[^\\s\"'`)]+))?", RegexOptions.ExplicitCapture, Patience);

        Assert.NotEmpty(named);
        foreach (Match match in named)
        {
            var path = "/api/v1/" + match.Groups["path"].Value.TrimEnd('/');
            var operations = description.Operations.Where(o => o.Path.StartsWith(path, StringComparison.Ordinal)).ToList();
            Assert.True(operations.Count > 0 || path == "/api/v1/openapi", $"docs/api.md names {path}, which there is not.");
            foreach (var parameter in match.Groups["query"].Value.Split('&', StringSplitOptions.RemoveEmptyEntries))
            {
                Assert.True(
                    operations.Exists(o => o.InQuery.Any(p => (string)p["name"]! == parameter.Split('=')[0])),
                    $"docs/api.md names {parameter} of {path}, which there is not.");
            }
        }
    }
}
