using System.IO.Compression;
using Microsoft.Playwright;

namespace Forecast.Tests.Browser;

/// <summary>What a first visit has to load beside the page itself, against the budget of docs/performance.md.</summary>
public class StaticAssetTests(DemoInstallation demo, Chromium chromium) : IClassFixture<DemoInstallation>
{
    private const int Budget = 130 * 1024;

    [Fact]
    public async Task AssetsOfTheBoard_WithoutBlazorsOwnScript_FitTheBudget()
    {
        await using var window = await Desktop.OpenAsync(chromium, demo.Address);
        var loaded = new Dictionary<string, Task<int>>(StringComparer.Ordinal);
        window.Page.Response += (_, response) =>
        {
            var request = response.Request;
            bool counts = request.ResourceType is "stylesheet" or "script" or "font" or "image"
                && !response.Url.Contains("blazor.web", StringComparison.Ordinal);
            if (counts)
                loaded.TryAdd(response.Url, CompressedAsync(response));
        };

        await window.SignInAsync("Ada Admin");

        var sizes = await Task.WhenAll(loaded.ToArray().Select(async asset => (Address: asset.Key, Bytes: await asset.Value)));
        Assert.Contains(sizes, asset => asset.Address.Contains("MudBlazor", StringComparison.Ordinal)); // It did load them.
        Assert.True(
            sizes.Sum(asset => asset.Bytes) <= Budget,
            string.Join('\n', sizes.OrderByDescending(asset => asset.Bytes).Select(asset => $"{asset.Bytes,7} {asset.Address}")));
    }

    /// <summary>Bytes after gzip at its best, as a published product sends them; a type face is compressed in itself.</summary>
    private static async Task<int> CompressedAsync(IResponse response)
    {
        var body = await response.BodyAsync();
        if (response.Request.ResourceType == "font")
            return body.Length;
        using var compressed = new MemoryStream();
        await using (var gzip = new GZipStream(compressed, CompressionLevel.SmallestSize, leaveOpen: true))
            await gzip.WriteAsync(body);
        return (int)compressed.Length;
    }
}
