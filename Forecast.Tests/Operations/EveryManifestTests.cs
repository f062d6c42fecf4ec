using Forecast.Tests.Support;

namespace Forecast.Tests.Operations;

/// <summary>No file under k8s/ is left lying: each is part of something that the other tests render.</summary>
public class EveryManifestTests
{
    private static readonly string[] Rendered = ["overlays/dev", "overlays/prod", "argocd"];

    /// <summary>Chosen instead of, or beside, what production has: rendered as <see cref="Manifests.Places"/>.</summary>
    private static readonly string[] Chosen =
        ["components/ingress-nginx", "components/gateway-agc", "components/canary", "components/backup"];

    [Fact]
    public void EveryFile_IsRendered()
    {
        var root = Checkout.PathOf("k8s");
        var read = new HashSet<string>(StringComparer.Ordinal);
        foreach (var folder in Rendered.Concat(Chosen))
            Follow(Path.GetFullPath(Path.Combine(root, folder)), read);

        var left = Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories).Where(file => !read.Contains(file));

        Assert.Empty(left.Select(file => Path.GetRelativePath(root, file)));
    }

    /// <summary>What a kustomization names beside it or elsewhere: files, and folders with kustomizations of their own.</summary>
    private static void Follow(string folder, HashSet<string> read)
    {
        var file = Path.Combine(folder, "kustomization.yaml");
        if (!read.Add(file))
            return;
        foreach (var line in File.ReadLines(file))
        {
            var entry = line.Trim().TrimStart('-').Trim().Replace("path: ", "", StringComparison.Ordinal);
            var named = Path.GetFullPath(Path.Combine(folder, entry.Length == 0 ? "-" : entry));
            if (named != folder && File.Exists(Path.Combine(named, "kustomization.yaml")))
                Follow(named, read);
            else if (File.Exists(named))
                read.Add(named);
        }
    }
}
