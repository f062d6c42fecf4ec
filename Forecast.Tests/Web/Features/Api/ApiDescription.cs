using System.Text.Json.Nodes;

namespace Forecast.Tests.Web.Features.Api;

/// <summary>The API as its own description tells it.</summary>
internal sealed class ApiDescription(JsonNode document)
{
    public JsonNode Document => document;

    public IReadOnlyList<ApiOperation> Operations { get; } =
    [
        .. document["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject().Select(
            operation => new ApiOperation(path.Key, operation.Key.ToUpperInvariant(), operation.Value!))),
    ];

    public static async Task<ApiDescription> ReadAsync(HttpClient caller) =>
        new(JsonNode.Parse(await caller.GetStringAsync(
            new Uri("/api/v1/openapi.json", UriKind.Relative), TestContext.Current.CancellationToken))!);
}

/// <summary>One operation of it.</summary>
/// <param name="Path">Its address, with places in braces.</param>
/// <param name="Method">GET or POST.</param>
/// <param name="Said">What the description says.</param>
internal sealed record ApiOperation(string Path, string Method, JsonNode Said)
{
    public IReadOnlyList<JsonNode> Parameters => [.. Said["parameters"]?.AsArray().Select(p => p!) ?? []];

    public IEnumerable<JsonNode> InQuery => Parameters.Where(p => (string)p["in"]! == "query");

    public JsonNode Responses => Said["responses"]!;

    public bool TakesFile => Said["requestBody"]?["content"]?["multipart/form-data"] is not null;

    public bool TakesJson => Said["requestBody"]?["content"]?["application/json"] is not null;

    /// <summary>The address with a key in its place, and some parameters.</summary>
    public string Address(string id, IEnumerable<(string Name, string Value)> query)
    {
        var text = string.Join('&', query.Select(q => $"{Uri.EscapeDataString(q.Name)}={Uri.EscapeDataString(q.Value)}"));
        return Path.Replace("{id}", id, StringComparison.Ordinal) + (text.Length > 0 ? $"?{text}" : "");
    }

    public override string ToString() => $"{Method} {Path}";
}
