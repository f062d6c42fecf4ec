using System.Collections.Concurrent;
using System.Diagnostics;
using Forecast.Tests.Support;
using YamlDotNet.RepresentationModel;

namespace Forecast.Tests.Operations;

/// <summary>What a cluster would be given: an overlay of k8s/ as kubectl renders it.</summary>
internal static class Manifests
{
    private static readonly ConcurrentDictionary<string, Lazy<Task<IReadOnlyList<Manifest>>>> Rendered = new(StringComparer.Ordinal);

    public static Task<IReadOnlyList<Manifest>> RenderAsync(string overlay) =>
        Rendered.GetOrAdd(overlay, key => new(() => RenderOnceAsync(key))).Value;

    private static async Task<IReadOnlyList<Manifest>> RenderOnceAsync(string overlay)
    {
        var start = new ProcessStartInfo(Kubectl)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add("kustomize");
        start.ArgumentList.Add(Checkout.PathOf("k8s", overlay));
        using var kubectl = Process.Start(start) ?? throw new InvalidOperationException("kubectl could not be started.");
        var complaints = kubectl.StandardError.ReadToEndAsync();
        var rendered = await kubectl.StandardOutput.ReadToEndAsync();
        await kubectl.WaitForExitAsync();
        Assert.True(kubectl.ExitCode == 0, $"k8s/{overlay} does not render: {await complaints}");
        Assert.Equal("", await complaints); // Deprecated fields are told there.

        var yaml = new YamlStream();
        yaml.Load(new StringReader(rendered));
        return [.. yaml.Documents.Select(document => new Manifest((YamlMappingNode)document.RootNode))];
    }

    /// <summary>The one that test.sh found or fetched; by hand, the one on the path.</summary>
    private static string Kubectl
    {
        get
        {
            if (Environment.GetEnvironmentVariable("FOREACT_KUBECTL") is { Length: > 0 } chosen)
                return chosen;

            var fetched = Checkout.PathOf(".foreact", "bin", "kubectl");
            return File.Exists(fetched) ? fetched : "kubectl";
        }
    }
}
