using System.Diagnostics;
using System.Text.RegularExpressions;
using Forecast.Tests.Support;

namespace Forecast.Tests.Operations;

/// <summary>What is particular to a place: as committed it is refused, filled in it reaches every manifest that needs it.</summary>
public partial class EnvironmentTests
{
    private const string Digest = "sha256:7d865e959b2466918c9863afca942d0fb89d7c9ac0c99bafc3749504ded97730";

    [Theory]
    [InlineData("overlays/dev")]
    [InlineData("overlays/prod")]
    public async Task AsCommitted_APlaceIsRefused_NamingWhatToFillIn(string overlay)
    {
        var (code, said) = await CheckAsync(await Manifests.TextAsync(overlay));

        Assert.Equal(1, code);
        Assert.Contains("azure.workload.identity/client-id: 00000000", said, StringComparison.Ordinal);
        Assert.Contains("no digest was set", said, StringComparison.Ordinal);
        Assert.Contains("cidr: 192.0.2.0/24", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FilledIn_NoPlaceholderIsLeft()
    {
        var rendered = await FilledInAsync();

        var (code, said) = await CheckAsync(rendered);

        Assert.True(code == 0, said);
        Assert.Contains("AllowedHosts: forecast.contoso.com;localhost", rendered, StringComparison.Ordinal);
        Assert.DoesNotContain("kind: ConfigMap\nmetadata:\n  name: environment", rendered, StringComparison.Ordinal);
    }

    [Fact] // Each value of environment.env arrives somewhere: none is asked for in vain.
    public async Task EveryValue_ReachesAManifest()
    {
        var rendered = await FilledInAsync();

        Assert.All(Values(Environment()), value => Assert.Contains(Sample(value), rendered, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("registry.contoso.com/foreact:latest")]
    [InlineData("registry.contoso.com/foreact:1.2.3")]
    [InlineData("registry.contoso.com/foreact")]
    public async Task MovingTag_IsRefused(string image)
    {
        var rendered = ImageLine().Replace(await FilledInAsync(), $"image: {image}", 1);

        var (code, said) = await CheckAsync(rendered);

        Assert.Equal(1, code);
        Assert.Contains($"image: {image}", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_IsNotFitEither() => Assert.Equal(1, (await CheckAsync("")).Code);

    [Theory]
    [InlineData("registry.contoso.com/foreact:1.2.3")]
    [InlineData("registry.contoso.com/foreact@sha256:12")]
    public async Task PromotingByTag_IsRefused(string image)
    {
        await using var script = Script.Start("eng/set-image.sh", Checkout.PathOf("k8s", "overlays", "prod"), image);

        Assert.Equal(2, await script.EndedAsync());
        Assert.Contains("names no image by digest", script.Output, StringComparison.Ordinal);
    }

    private static Task<string> FilledInAsync() => Manifests.ChangedAsync(async copy =>
    {
        var overlay = Path.Combine(copy, "overlays", "prod");
        var lines = Values(Environment()).Select(value => $"{value}={Sample(value)}");
        await File.WriteAllLinesAsync(Path.Combine(overlay, "environment", "environment.env"), lines);
        await using var script = Script.Start("eng/set-image.sh", overlay, $"registry.contoso.com/foreact@{Digest}");
        Assert.True(await script.EndedAsync() == 0, script.Output);
    });

    private static string[] Environment() =>
        File.ReadAllLines(Checkout.PathOf("k8s", "overlays", "prod", "environment", "environment.env"));

    private static IEnumerable<string> Values(string[] lines) =>
        lines.Where(line => !line.StartsWith('#') && line.Contains('=', StringComparison.Ordinal)).Select(line => line.Split('=')[0]);

    private static string Sample(string value) => value switch
    {
        "host" => "forecast.contoso.com",
        "gatewaySubnet" => "10.20.8.0/24",
        "serversSubnet" => "10.20.9.0/24",
        "databaseName" => "forecasts",
        "scalerRole" => "counts-jobs",
        "webRole" => "id-web-contoso",
        "workerRole" => "id-worker-contoso",
        "migrateRole" => "id-migrate-contoso",
        "blobs" => "https://contoso.blob.core.windows.net",
        "vault" => "kv-contoso",
        "databaseHost" => "contoso.postgres.database.azure.com",
        _ when value.EndsWith("Id", StringComparison.Ordinal) => $"5c9f4f5a-9d0e-4f0a-8a2b-{value.Length:d12}",
        _ => throw new KeyNotFoundException($"environment.env asks for {value}, which this test does not know."),
    };

    private static async Task<(int Code, string Said)> CheckAsync(string rendered)
    {
        var start = new ProcessStartInfo(Checkout.PathOf("eng", "check-manifests.sh"))
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start) ?? throw new InvalidOperationException("eng/check-manifests.sh could not be started.");
        await process.StandardInput.WriteAsync(rendered);
        process.StandardInput.Close();
        var said = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, said);
    }

    [GeneratedRegex("image: .*", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ImageLine();
}
