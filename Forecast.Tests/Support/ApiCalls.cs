using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;

namespace Forecast.Tests.Support;

/// <summary>Asking the API in tests.</summary>
internal static class ApiCalls
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>An answer with 200, as JSON.</summary>
    public static async Task<JsonNode> ReadAsync(this HttpClient caller, string path)
    {
        using var answer = await caller.GetAsync(new Uri(path, UriKind.Relative), Stop);
        var text = await answer.Content.ReadAsStringAsync(Stop);
        Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{path}: {(int)answer.StatusCode} {text}");
        return JsonNode.Parse(text)!;
    }

    /// <summary>An answer in another form, with its headers.</summary>
    public static Task<HttpResponseMessage> AskAsync(this HttpClient caller, string path, string? accept = null, string? known = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative));
        if (accept is not null)
            request.Headers.TryAddWithoutValidation("Accept", accept);
        if (known is not null)
            request.Headers.TryAddWithoutValidation("If-None-Match", known);
        return caller.SendAsync(request, Stop);
    }

    /// <summary>A request that is refused: its problem, after checking that it is a whole one.</summary>
    public static async Task<JsonNode> ProblemAsync(this HttpResponseMessage answer, HttpStatusCode status)
    {
        var text = await answer.Content.ReadAsStringAsync(Stop);
        Assert.True(answer.StatusCode == status, $"{(int)answer.StatusCode} {text}");
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var problem = JsonNode.Parse(text)!;
        Assert.Equal((int)status, (int)problem["status"]!);
        foreach (var part in (string[])["type", "title", "detail", "fix", "trace"])
            Assert.False(string.IsNullOrWhiteSpace((string?)problem[part]), $"{part} is missing in {text}");
        Assert.NotNull((string?)problem["where"]);
        return problem;
    }

    public static async Task<JsonNode> ProblemAsync(this HttpClient caller, string path, HttpStatusCode status)
    {
        using var answer = await caller.AskAsync(path);
        return await answer.ProblemAsync(status);
    }

    /// <summary>Asks for a new forecast.</summary>
    public static Task<HttpResponseMessage> RefreshAsync(this HttpClient caller, object body, string? key = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/api/v1/refreshes", UriKind.Relative))
        {
            Content = JsonContent.Create(body),
        };
        if (key is not null)
            request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        return caller.SendAsync(request, Stop);
    }

    /// <summary>Sends a file in a form.</summary>
    public static async Task<HttpResponseMessage> SendFileAsync(this HttpClient caller, string path, string text)
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent(Encoding.UTF8.GetBytes(text)), "file", "sales.csv" } };
        return await caller.PostAsync(new Uri(path, UriKind.Relative), form, Stop);
    }
}
