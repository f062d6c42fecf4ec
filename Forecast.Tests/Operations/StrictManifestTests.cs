using k8s;
using YamlDotNet.RepresentationModel;

namespace Forecast.Tests.Operations;

/// <summary>Every manifest is read with types, and a field that its kind does not have is refused.</summary>
public class StrictManifestTests
{
    private static readonly string[] Places = ["base", "argocd", .. Manifests.Places];

    public static TheoryData<string> Rendered => [.. Places];

    /// <summary>Where a field is put that no kind has.</summary>
    public static TheoryData<string> Broken => ["argocd", "overlays/prod", Manifests.Gateway];

    [Theory]
    [MemberData(nameof(Rendered))]
    public async Task EveryField_IsOneOfItsKind(string place)
    {
        foreach (var document in Documents(await Manifests.TextAsync(place)))
            Assert.Empty(Faults(document));
    }

    [Theory]
    [MemberData(nameof(Broken))]
    public async Task MisspeltField_IsRefused_InEveryKind(string place)
    {
        const string Spec = "\nspec:\n";
        foreach (var document in Documents(await Manifests.TextAsync(place)).Where(d => d.Contains(Spec, StringComparison.Ordinal)))
            Assert.NotEmpty(Faults(document.Replace(Spec, $"{Spec}  misspelt: there is no such field\n", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task EverySchema_IsOfAKindThatWeUse()
    {
        List<string> kinds = ["PrometheusRule"]; // Made by eng/rules.sh.
        foreach (var place in Places)
            kinds.AddRange((await Manifests.RenderAsync(place)).Select(manifest => manifest.Kind));

        Assert.Empty(CustomResources.Kinds.Except(kinds, StringComparer.Ordinal));
    }

    internal static IEnumerable<string> Documents(string rendered) =>
        $"\n{rendered}".Split("\n---\n", StringSplitOptions.RemoveEmptyEntries).Select(text => $"{text.Trim('\n')}\n");

    internal static IReadOnlyList<string> Faults(string document)
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(document));
        var manifest = new Manifest(yaml.Documents.Single().RootNode);
        if (IsOfOthers(manifest.At("apiVersion").Text))
            return CustomResources.Faults(manifest);
        try
        {
            return KubernetesYaml.LoadAllFromString(document, strict: true).Count == 1 ? [] : [$"{manifest.Name} was not read."];
        }
        catch (Exception e) when (e is YamlDotNet.Core.YamlException or KeyNotFoundException or FormatException)
        {
            return [$"{manifest.Kind} {manifest.Name}: {e.Message} {e.InnerException?.Message}"];
        }
    }

    /// <summary>Groups of Kubernetes itself have no name, no dot, or end in k8s.io and are not those of its projects beside it.</summary>
    private static bool IsOfOthers(string apiVersion) =>
        apiVersion.Split('/')[0] is var group && group.Contains('.', StringComparison.Ordinal)
        && group is not ("networking.k8s.io" or "scheduling.k8s.io" or "policy" or "autoscaling");
}
