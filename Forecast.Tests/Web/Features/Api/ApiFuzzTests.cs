using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Forecast.Tests.Support;

namespace Forecast.Tests.Web.Features.Api;

/// <summary>
/// Malformed requests, made from the description by chance with a seed: whatever is sent, the server neither fails nor tells of its code,
/// and
/// answers as described. FOREACT_FUZZ says how many, and FOREACT_FUZZ_SEED which.
/// </summary>
public class ApiFuzzTests(ApiInstallation product) : IClassFixture<ApiInstallation>
{
    private const int Usual = 400;
    private const int Seed = 20261121;

    private static readonly string[] Odd =
    [
        "", " ", "0", "-1", "1e9", "NaN", "٣", "99999999999999999999999999", "9223372036854775807", "2147483648", "1.5", "true", "null",
            "[]",
        "{}", "\u0000", "\u0001\u001f", "\u202e", "\ud83d\ude00", "\ufffd", "%", "%s%n", "' OR 1=1 --", "<script>alert(1)</script>",
            "../../etc/passwd",
        "=cmd|' /C calc'!A0", "2026-02-30", "0001-01-01", "9999-12-31", "2026-11-21T25:00:00Z", "0001-01-01T00:00:00+14:00", ",", ",,,",
            "\\",
        "N1,\\", "NORTH\nWEST", "AAAAAAAAAAA", "_____w", "AAAAAAAAAAAAAAAAAAAAAA", "//////////8", "quantity=", "=", "date=\"",
    ];

    private static readonly string[] Names = ["sales.csv", "../../x.csv", "x.xlsx", "x.gz", "=x", "", " "];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task MalformedRequests_AreRefusedAsDescribed_AndNeverFail()
    {
        int count = Number("FOREACT_FUZZ", Usual);
        var chance = new Random(Number("FOREACT_FUZZ_SEED", Seed));
        using var nobody = product.Caller(null);
        var description = await ApiDescription.ReadAsync(nobody);
        string?[] tokens = [product.AdasToken, product.AdasToken, product.PetrasToken, product.VerasToken, null, "fa_none", "a.b.c"];
        HttpClient[] callers = [.. tokens.Select(product.Caller)];
        var faults = new List<string>();
        var statuses = new SortedDictionary<int, int>();
        for (int i = 0; i < count && faults.Count < 20; i++)
        {
            var operation = Pick(chance, description.Operations);
            using var request = Malformed(chance, operation);
            var body = request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync(Stop);
            var sent = $"{i}: {request} {Encoding.UTF8.GetString(body)}";
            using var answer = await Pick(chance, callers).SendAsync(request, Stop);
            statuses[(int)answer.StatusCode] = statuses.GetValueOrDefault((int)answer.StatusCode) + 1;
            if (await FaultAsync(operation, answer) is { } fault)
                faults.Add($"{fault}\n  {sent}");
        }

        foreach (var caller in callers)
            caller.Dispose();
        TestContext.Current.TestOutputHelper?.WriteLine(string.Join(", ", statuses.Select(s => $"{s.Key}: {s.Value}")));
        Assert.True(faults.Count == 0, string.Join('\n', faults));
        Assert.DoesNotContain("Unhandled exception", product.Web.Output, StringComparison.Ordinal);
    }

    private static async Task<string?> FaultAsync(ApiOperation operation, HttpResponseMessage answer)
    {
        int status = (int)answer.StatusCode;
        if (status == 414)
            return null; // The server's own, before the product sees it: the address is longer than 8 KB.
        var text = status == 200 ? "" : await answer.Content.ReadAsStringAsync(Stop);
        if (status >= 500 || text.Contains("   at ", StringComparison.Ordinal) || text.Contains("Exception", StringComparison.Ordinal))
            return $"{operation} fails with {status}: {text}";
        if (operation.Responses[status.ToString(CultureInfo.InvariantCulture)] is null)
            return $"{operation} answers {status}, which is not described: {text}";
        if (status < 400)
            return null;
        var problem = answer.Content.Headers.ContentType?.MediaType == "application/problem+json" ? JsonNode.Parse(text) : null;
        return problem is not null && (int)problem["status"]! == status && ((string)problem["detail"]!).Length > 0
            && ((string)problem["fix"]!).Length > 0 ? null : $"{operation} answers {status} without a problem: {text}";
    }

    private static HttpRequestMessage Malformed(Random chance, ApiOperation operation)
    {
        var query = operation.InQuery.Where(_ => chance.Next(3) == 0)
            .Select(p => ((string)p["name"]!, chance.Next(2) == 0 ? Text(chance) : p["example"]!.ToString())).ToList();
        if (chance.Next(8) == 0)
            query.Add((Text(chance), Text(chance)));
        if (query.Count > 0 && chance.Next(10) == 0)
            query.Add(query[0]);
        var id = chance.Next(2) == 0 ? "1" : Key(Text(chance));
        var request = new HttpRequestMessage(new HttpMethod(operation.Method), new Uri(operation.Address(id, query), UriKind.Relative));
        if (chance.Next(3) == 0)
            request.Headers.TryAddWithoutValidation("Accept", Header(chance));
        if (chance.Next(5) == 0)
            request.Headers.TryAddWithoutValidation("If-None-Match", Header(chance));
        if (operation.Method == "POST")
        {
            if (chance.Next(3) == 0)
                request.Headers.TryAddWithoutValidation("Idempotency-Key", Header(chance));
            request.Content = Body(chance, operation);
        }

        return request;
    }

    /// <summary>The server hangs up on an address with a zero in it before the product sees it.</summary>
    private static string Key(string text)
    {
        var key = text.Replace("\0", "", StringComparison.Ordinal);
        return key is "" or "." or ".." ? "0" : Uri.EscapeDataString(key);
    }

    private static HttpContent? Body(Random chance, ApiOperation operation)
    {
        HttpContent? content = chance.Next(6) switch
        {
            0 => null,
            1 => Bytes(chance),
            2 => new StringContent(Pick(chance, (string[])["{", "[1,2", "{\"region\":", "\"\\ud800\"", "{}{}", "", "nul"]), Encoding.UTF8),
            3 => new StringContent(Json(chance).ToJsonString(), Encoding.UTF8, "application/json"),
            4 => Form(chance, "file"),
            _ => Form(chance, Text(chance).Replace("\0", "", StringComparison.Ordinal) + "x"),
        };
        if (content is not null && chance.Next(3) == 0)
        {
            content.Headers.ContentType = null;
            content.Headers.TryAddWithoutValidation("Content-Type", Pick(chance, (string[])
            [
                "application/json", "application/json; charset=utf-16", "application/json; charset=nonsense", "text/plain",
                    "multipart/form-data",
                "multipart/form-data; boundary=", "multipart/form-data; boundary=\"a b\"", "multipart/form-data; boundary=x", "x",
                    "application/xml",
            ]));
        }

        return content;
    }

    private static MultipartFormDataContent Form(Random chance, string name)
    {
        var lines = new StringBuilder(Pick(chance, (string[])["date,store,item,quantity\n", "", "date;store\n", "a\n", "\0\0\n"]));
        for (int i = chance.Next(4); i > 0; i--)
            lines.Append(CultureInfo.InvariantCulture, $"2026-10-0{i},N1,I1,{Text(chance)}\n");
        var form = new MultipartFormDataContent();
        var file = new ByteArrayContent(Encoding.UTF8.GetBytes(lines.ToString()));
        file.Headers.ContentDisposition = new ContentDispositionHeaderValue("form-data")
        {
            Name = $"\"{new string([.. name.Where(char.IsAsciiLetterOrDigit)])}\"",
            FileName = chance.Next(3) == 0 ? null : $"\"{Pick(chance, Names)}\"",
        };
        form.Add(file);
        return form;
    }

    private static ByteArrayContent Bytes(Random chance)
    {
        var bytes = new byte[chance.Next(200)];
        chance.NextBytes(bytes);
        return new ByteArrayContent(bytes);
    }

    private static JsonObject Json(Random chance)
    {
        JsonNode? Any() => chance.Next(6) switch
        {
            0 => null,
            1 => chance.Next(),
            2 => new JsonArray([.. Enumerable.Range(0, chance.Next(3)).Select(_ => (JsonNode?)Text(chance))]),
            3 => new JsonObject { ["x"] = 1 },
            4 => "NORTH",
            _ => Text(chance),
        };

        var body = new JsonObject();
        foreach (var name in (string[])["region", "stores", "reason", "Region", "other"])
        {
            if (chance.Next(2) == 0)
                body[name] = Any();
        }

        return body;
    }

    private static string Text(Random chance) => chance.Next(10) switch
    {
        0 => new string('9', chance.Next(1, 300)),
        1 => new string('x', chance.Next(1, 3000)),
        2 => string.Concat(Enumerable.Range(0, chance.Next(1, 12)).Select(_ => (char)chance.Next(0x20, 0xD7FF))),
        3 => string.Concat(Enumerable.Range(0, chance.Next(1, 5)).Select(_ => (char)chance.Next(0, 0x20))),
        _ => Pick(chance, Odd),
    };

    /// <summary>Headers hold neither line ends nor letters beyond ASCII: no client would send them.</summary>
    private static string Header(Random chance) => Pick(chance, (string[])
    [
        "", "*/*", "text/csv", "application/vnd.apache.parquet", "application/json;q=2", "application/json;q=-1", "a/b/c", ";;;", ",",
            "\"", "W/\"x\"",
        "*", "\"x\", \"y\"", "x y", "text/*;q=0.1, */*;q=0", new string('k', chance.Next(1, 400)), "2f1c7a52", "application/*",
    ]);

    private static T Pick<T>(Random chance, IReadOnlyList<T> some) => some[chance.Next(some.Count)];

    private static int Number(string setting, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(setting), CultureInfo.InvariantCulture, out int number) ? number : otherwise;
}
