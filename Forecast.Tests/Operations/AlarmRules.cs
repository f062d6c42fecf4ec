using Forecast.Tests.Support;
using YamlDotNet.RepresentationModel;

namespace Forecast.Tests.Operations;

/// <summary>The alarms of telemetry/rules and the contract they stand on.</summary>
internal static class AlarmRules
{
    /// <summary>Files with rules; each has one with tests beside it.</summary>
    public static IReadOnlyList<string> Files { get; } =
        [.. Directory.GetFiles(Checkout.PathOf("telemetry", "rules"), "*.yaml")
            .Where(file => !file.EndsWith(".test.yaml", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    /// <summary>Files with tests of rules.</summary>
    public static IReadOnlyList<string> TestFiles { get; } =
        [.. Directory.GetFiles(Checkout.PathOf("telemetry", "rules"), "*.test.yaml").Order(StringComparer.Ordinal)];

    /// <summary>Every alarm.</summary>
    public static IEnumerable<Manifest> All => Files.SelectMany(file => Read(file).At("groups").Items).SelectMany(g => g.At("rules").Items);

    /// <summary>A YAML file of one document.</summary>
    public static Manifest Read(string file)
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(File.ReadAllText(file)));
        return new(yaml.Documents.Single().RootNode);
    }
}
