using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Forecast.Tests.Support;

/// <summary>
/// A real OpenID Connect provider that answers as login.microsoftonline.com to whoever comes through its proxy, and the proxy refuses and
/// counts every other host. eng/entra says how; it stops when this process ends, however that happens.
/// </summary>
public sealed class EntraServer : IAsyncLifetime
{
    private Process? process;
    private JsonNode address = null!;
    private HttpClient control = null!;

    /// <summary>Folder with the authority that vouches for it (ca.crt), for localhost as well, and what the product signs with.</summary>
    public static string Certificates { get; } = Checkout.PathOf(".foreact", "entra");

    /// <summary>Password of client.pfx.</summary>
    public const string CertificatePassword = "foreact";

    /// <summary>The network of a browser: it leads to the provider alone. Browsers call home by themselves, so it does not count.</summary>
    public string BrowserProxy => (string)address["proxies"]!["browser"]!;

    public string SecretClient => (string)address["applications"]!["withSecret"]!["id"]!;

    public string Secret => (string)address["applications"]!["withSecret"]!["secret"]!;

    public string CertificateClient => (string)address["applications"]!["withCertificate"]!["id"]!;

    public string Tenant(string company) => (string)address["tenants"]![company]!;

    public string Group(string name) => (string)address["groups"]![name]!;

    /// <summary>Tenant and object id of a person.</summary>
    public string Subject(string who) => (string)address["people"]![who]!;

    /// <summary>What the product and everything else that asks the provider is told.</summary>
    public Dictionary<string, string> Network() => new(StringComparer.Ordinal)
    {
        ["HTTPS_PROXY"] = (string)address["proxies"]!["product"]!,
        ["NO_PROXY"] = "localhost,127.0.0.1",
        ["SSL_CERT_FILE"] = Path.Combine(Certificates, "ca.crt"),
    };

    /// <summary>The ordinary section of the settings, as an operator writes it for one company and a client secret.</summary>
    public Dictionary<string, string> Settings() => new(StringComparer.Ordinal)
    {
        ["AzureAd__Instance"] = "https://login.microsoftonline.com/",
        ["AzureAd__TenantId"] = Tenant("contoso"),
        ["AzureAd__ClientId"] = SecretClient,
        ["AzureAd__ClientSecret"] = Secret,
    };

    /// <summary>Changes how it behaves; eng/entra/state.mjs names what there is.</summary>
    public Task SetAsync(object change) => PostAsync("/state", change);

    /// <summary>Signs with new keys from now on, and publishes no others.</summary>
    public Task RotateKeysAsync() => PostAsync("/rotate", new { });

    /// <summary>What it says of a person from now on.</summary>
    public Task PersonAsync(string company, string who, object person) =>
        PostAsync("/people", new { tenant = Tenant(company), who, person });

    /// <summary>An access token for this product; eng/entra/tokens.mjs names what an order holds.</summary>
    public async Task<string> TokenAsync(object order)
    {
        using var answer = await control.PostAsJsonAsync(new Uri("/token", UriKind.Relative), order, TestContext.Current.CancellationToken);
        return (string)(await answer.Content.ReadFromJsonAsync<JsonNode>(TestContext.Current.CancellationToken))!["token"]!;
    }

    /// <summary>What it has seen and how it is set.</summary>
    public async Task<JsonNode> StateAsync() =>
        (await control.GetFromJsonAsync<JsonNode>(new Uri("/state", UriKind.Relative), TestContext.Current.CancellationToken))!;

    /// <summary>Everything in its place again, and nothing remembered.</summary>
    public Task ResetAsync() => SetAsync(new
    {
        clock = 0,
        down = Array.Empty<string>(),
        tokenError = (object?)null,
        authorizeError = (object?)null,
        organizations = (string?)null,
        workload = (object?)null,
        exchanges = Array.Empty<object>(),
        authorizations = Array.Empty<object>(),
        redemptions = Array.Empty<object>(),
    });

    public async ValueTask InitializeAsync()
    {
        await MakeCertificatesAsync();
        var start = new ProcessStartInfo("node")
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        string[] arguments =
        [
            Checkout.PathOf("eng", "entra", "entra.mjs"), "--modules", Checkout.PathOf(".foreact", "servers"), "--certificates",
            Certificates, "--as", "login.microsoftonline.com",
        ];
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        process = Process.Start(start) ?? throw new InvalidOperationException("Node.js could not be started.");
        var complaints = process.StandardError.ReadToEndAsync();
        var line = await process.StandardOutput.ReadLineAsync()
            ?? throw new InvalidOperationException($"The provider did not start. {(await complaints).Trim()}");
        address = JsonNode.Parse(line) ?? throw new JsonException("The provider said nothing.");
        control = new HttpClient { BaseAddress = new Uri((string)address["control"]!) };
    }

    public async ValueTask DisposeAsync()
    {
        control?.Dispose();
        if (process is null)
            return;
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        process.Dispose();
    }

    private static async Task MakeCertificatesAsync()
    {
        using var making = Process.Start(new ProcessStartInfo(Checkout.PathOf("eng", "entra", "certificates.sh"), [Certificates])
        {
            UseShellExecute = false,
            RedirectStandardError = true,
        })!;
        var complaints = await making.StandardError.ReadToEndAsync();
        await making.WaitForExitAsync();
        Assert.True(making.ExitCode == 0, $"The certificates could not be made: {complaints}");
    }

    private async Task PostAsync(string path, object body)
    {
        using var answer = await control.PostAsJsonAsync(new Uri(path, UriKind.Relative), body, TestContext.Current.CancellationToken);
        answer.EnsureSuccessStatusCode();
    }
}
