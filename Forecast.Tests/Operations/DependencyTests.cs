using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Forecast.Tests.Operations;

/// <summary>What ships can be listed, and looked up among the known vulnerabilities.</summary>
public class DependencyTests
{
    [Fact]
    public async Task BillOfMaterials_NamesEveryPackageThatShips_WithItsHash()
    {
        var folder = Directory.CreateTempSubdirectory("foreact-sbom-");
        var file = Path.Combine(folder.FullName, "foreact.cdx.json");
        await using var script = Script.Start("eng/sbom.sh", file);
        Assert.True(await script.EndedAsync() == 0, script.Output);

        var bill = JsonNode.Parse(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken))!;
        folder.Delete(recursive: true);
        Assert.Equal("Foreact", (string?)bill["metadata"]!["component"]!["name"]);
        var listed = bill["components"]!.AsArray().ToDictionary(c => $"{c!["name"]} {c["version"]}", StringComparer.OrdinalIgnoreCase);
        Assert.Empty(NoticesTests.Shipped().Except(listed.Keys, StringComparer.OrdinalIgnoreCase));
        Assert.All(listed.Values, component => Assert.NotEmpty(component!["hashes"]!.AsArray()));
    }

    [Fact]
    public async Task KnownVulnerability_IsNamed_AndFailsTheAudit()
    {
        await using var advisories = await PublishAsync(Advisory(1, "(, 1000.0.0)"));

        await using var script = Script.Start("eng/audit.sh", SourceOf(advisories));

        Assert.True(await script.EndedAsync() == 1, script.Output);
        Assert.Contains("Npgsql", script.Output, StringComparison.Ordinal);
        Assert.Contains("https://advisories.example/1", script.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NothingKnown_PassesTheAudit()
    {
        await using var advisories = await PublishAsync(Advisory(2, "(, 1.0.0)"));

        await using var script = Script.Start("eng/audit.sh", SourceOf(advisories));

        Assert.True(await script.EndedAsync() == 0, script.Output);
    }

    [Fact] // Silence would read as safety.
    public async Task AdvisoriesOutOfReach_AreSaid()
    {
        await using var advisories = await PublishAsync(pages: null);

        await using var script = Script.Start("eng/audit.sh", SourceOf(advisories));

        Assert.True(await script.EndedAsync() == 3, script.Output);
        Assert.Contains("out of reach", script.Output, StringComparison.Ordinal);
    }

    private static string Advisory(int number, string versions) =>
        $$"""{ "npgsql": [{ "url": "https://advisories.example/{{number}}", "severity": 2, "versions": "{{versions}}" }] }""";

    private static string SourceOf(WebApplication advisories) => $"{advisories.Urls.Single()}/v3/index.json";

    /// <summary>A NuGet source that publishes these advisories and no packages; null for one that publishes none.</summary>
    private static async Task<WebApplication> PublishAsync(string? pages)
    {
        var builder = WebApplication.CreateSlimBuilder();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.MapGet("/v3/index.json", (HttpRequest request) => Json(pages is null
            ? """{ "version": "3.0.0", "resources": [] }"""
            : $$"""
            { "version": "3.0.0",
              "resources": [{ "@id": "http://{{request.Host}}/index.json", "@type": "VulnerabilityInfo/6.7.0" }] }
            """));
        // Named by its content, for NuGet keeps what it has seen of a page.
        var name = string.Create(CultureInfo.InvariantCulture, $"{Guid.NewGuid():N}");
        app.MapGet("/index.json", (HttpRequest request) => Json(
            $$"""[{ "@name": "{{name}}", "@id": "http://{{request.Host}}/{{name}}.json", "@updated": "2026-01-01T00:00:00Z" }]"""));
        app.MapGet($"/{name}.json", () => Json(pages!));
        await app.StartAsync(TestContext.Current.CancellationToken);
        return app;
    }

    private static IResult Json(string text) => Results.Text(text, "application/json");
}
