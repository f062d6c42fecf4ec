using System.Collections.Concurrent;
using System.Diagnostics;
using Forecast.Tests.Support;
using YamlDotNet.RepresentationModel;

namespace Forecast.Tests.Operations;

/// <summary>What a cluster would be given: k8s/ as kubectl renders it.</summary>
internal static class Manifests
{
    private const string ChosenIngress = "  - ../../components/ingress-agic\n";

    /// <summary>Production with other components, chosen as docs/ingress.md says: by lines of its kustomization.</summary>
    private static readonly Dictionary<string, string> Variants = new(StringComparer.Ordinal)
    {
        [Nginx] = "  - ../../components/ingress-nginx\n",
        [Gateway] = "  - ../../components/gateway-agc\n  - ../../components/canary\n  - ../../components/backup\n",
    };

    private static readonly ConcurrentDictionary<string, Lazy<Task<string>>> Rendered = new(StringComparer.Ordinal);

    /// <summary>Production behind ingress-nginx.</summary>
    public const string Nginx = "prod behind nginx";

    /// <summary>Production behind the Gateway API, with a canary and nightly dumps.</summary>
    public const string Gateway = "prod behind the gateway";

    /// <summary>What runs somewhere: every overlay and every choice of components.</summary>
    public static IReadOnlyList<string> Places { get; } = ["overlays/dev", "overlays/prod", Nginx, Gateway];

    /// <summary>As <see cref="TextAsync"/>, document by document.</summary>
    public static async Task<IReadOnlyList<Manifest>> RenderAsync(string place)
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(await TextAsync(place)));
        return [.. yaml.Documents.Select(document => new Manifest((YamlMappingNode)document.RootNode))];
    }

    /// <summary>What kubectl makes of a folder of k8s/, or of one of <see cref="Places"/>.</summary>
    public static Task<string> TextAsync(string place) => Rendered.GetOrAdd(place, key => new(() => RenderOnceAsync(key))).Value;

    /// <summary>Renders production after a change to a copy of k8s/, which is given as its folder.</summary>
    public static async Task<string> ChangedAsync(Func<string, Task> changeAsync)
    {
        var copy = Directory.CreateTempSubdirectory("foreact-k8s-").FullName;
        try
        {
            foreach (var file in Directory.EnumerateFiles(Checkout.PathOf("k8s"), "*", SearchOption.AllDirectories))
            {
                var target = Path.Combine(copy, Path.GetRelativePath(Checkout.PathOf("k8s"), file));
                Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                File.Copy(file, target);
            }

            await changeAsync(copy);
            return await KustomizeAsync(Path.Combine(copy, "overlays", "prod"));
        }
        finally
        {
            Directory.Delete(copy, recursive: true);
        }
    }

    private static Task<string> RenderOnceAsync(string place) =>
        Variants.TryGetValue(place, out var components)
            ? ChangedAsync(async copy =>
            {
                var file = Path.Combine(copy, "overlays", "prod", "kustomization.yaml");
                var text = await File.ReadAllTextAsync(file);
                Assert.Contains(ChosenIngress, text, StringComparison.Ordinal);
                await File.WriteAllTextAsync(file, text.Replace(ChosenIngress, components, StringComparison.Ordinal));
            })
            : KustomizeAsync(Checkout.PathOf("k8s", place));

    private static async Task<string> KustomizeAsync(string folder)
    {
        var start = new ProcessStartInfo(Kubectl)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add("kustomize");
        start.ArgumentList.Add(folder);
        using var kubectl = Process.Start(start) ?? throw new InvalidOperationException("kubectl could not be started.");
        var complaints = kubectl.StandardError.ReadToEndAsync();
        var rendered = await kubectl.StandardOutput.ReadToEndAsync();
        await kubectl.WaitForExitAsync();
        Assert.True(kubectl.ExitCode == 0, $"{folder} does not render: {await complaints}");
        Assert.Equal("", await complaints); // Deprecated fields are told there.
        return rendered;
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
