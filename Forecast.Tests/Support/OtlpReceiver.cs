using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Forecast.Tests.Support;

/// <summary>
/// A real receiver of OpenTelemetry's protocol: the Aspire dashboard, which says what it was told when it is asked. It stops when this
/// process ends, however that happens.
/// </summary>
public sealed class OtlpReceiver : IAsyncDisposable
{
    private const string Guard = "\"$@\" </dev/null >/dev/null 2>&1 & read -r _; kill -KILL $! 2>/dev/null";

    private readonly Process guard;
    private readonly HttpClient http;

    private OtlpReceiver(Process guard, HttpClient http, string endpoint) => (this.guard, this.http, Endpoint) = (guard, http, endpoint);

    /// <summary>What <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> takes, by gRPC.</summary>
    public string Endpoint { get; }

    /// <summary>Starts one; returns when it answers.</summary>
    public static async Task<OtlpReceiver> StartAsync()
    {
        var program = Find();
        var (pages, taken) = (Address(Ports.Free()), Address(Ports.Free()));
        string[] arguments = ["-c", Guard, "guard", program, "--contentRoot", Path.GetDirectoryName(program)!];
        var start = new ProcessStartInfo("sh", arguments) { UseShellExecute = false, RedirectStandardInput = true };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        start.Environment["ASPNETCORE_URLS"] = pages;
        start.Environment["ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL"] = taken;
        start.Environment["ASPIRE_DASHBOARD_UNSECURED_ALLOW_ANONYMOUS"] = "true";
        var started = Process.Start(start) ?? throw new InvalidOperationException("sh could not be started.");
        var receiver = new OtlpReceiver(started, new HttpClient { BaseAddress = new Uri(pages) }, taken);
        while (!await receiver.AnswersAsync())
            await Task.Delay(200, TestContext.Current.CancellationToken);
        return receiver;
    }

    /// <summary>Every span that it has been told, in the JSON of the protocol, each with the process that told it.</summary>
    public async Task<IReadOnlyList<(string Process, JsonNode Span)>> SpansAsync()
    {
        var told = await http.GetFromJsonAsync<JsonNode>(
            new Uri("/api/telemetry/spans?limit=100000", UriKind.Relative), TestContext.Current.CancellationToken);
        return
        [
            .. from resource in (JsonArray)told!["data"]!["resourceSpans"]!
               let process = InstanceOf(resource!)
               from scope in (JsonArray)resource["scopeSpans"]!
               from span in (JsonArray)scope!["spans"]!
               select (process, span),
        ];
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        guard.StandardInput.Close();
        await guard.WaitForExitAsync();
        guard.Dispose();
    }

    private static string InstanceOf(JsonNode resource) =>
        ((JsonArray)resource["resource"]!["attributes"]!)
            .Where(a => (string)a!["key"]! == "service.instance.id")
            .Select(a => (string)a!["value"]!["stringValue"]!).FirstOrDefault() ?? "";

    private async Task<bool> AnswersAsync()
    {
        if (guard.HasExited)
            throw new InvalidOperationException("The receiver of telemetry ended while starting.");
        try
        {
            using var answer = await http.GetAsync(
                new Uri("/api/telemetry/resources", UriKind.Relative), TestContext.Current.CancellationToken);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false; // Nobody listens yet.
        }
    }

    private static string Address(int port) => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}");

    /// <summary>As test.sh fetched it.</summary>
    private static string Find()
    {
        var fetched = Checkout.PathOf(".foreact", "aspire");
        return Environment.GetEnvironmentVariable("FOREACT_DASHBOARD")
            ?? (Directory.Exists(fetched)
                ? Directory.GetFiles(fetched, "Aspire.Dashboard", SearchOption.AllDirectories).FirstOrDefault()
                : null)
            ?? throw new InvalidOperationException($"The Aspire dashboard is not in {fetched}. Run ./test.sh once.");
    }
}
