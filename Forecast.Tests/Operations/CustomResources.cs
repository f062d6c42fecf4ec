using System.Globalization;
using System.Text.Json.Nodes;
using Json.Schema;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Forecast.Tests.Operations;

/// <summary>
/// Kinds that clusters learn from others, such as KEDA's: each has a schema of the fields that our manifests use, so that any other field
/// is refused.
/// </summary>
internal static class CustomResources
{
    private static readonly Dictionary<string, JsonSchema> Schemas = Read();

    /// <summary>The kinds there is a schema for.</summary>
    public static IReadOnlyCollection<string> Kinds => Schemas.Keys;

    /// <summary>What is wrong with a document; nothing if it is as its schema says.</summary>
    public static IReadOnlyList<string> Faults(Manifest document)
    {
        if (!Schemas.TryGetValue(document.Kind, out var schema))
            return [$"There is no schema of {document.Kind} in Operations/Schemas."];
        var result = schema.Evaluate(JsonOf(document.Node), new EvaluationOptions { OutputFormat = OutputFormat.List });
        return result.IsValid
            ? []
            : [.. result.Details.Where(d => d.Errors is not null)
                .SelectMany(d => d.Errors!.Select(e => $"{document.Kind} {document.Name} {d.InstanceLocation}: {e.Value}"))];
    }

    private static Dictionary<string, JsonSchema> Read()
    {
        const string Folder = "Forecast.Tests.Operations.Schemas.";
        var assembly = typeof(CustomResources).Assembly;
        return assembly.GetManifestResourceNames().Where(name => name.StartsWith(Folder, StringComparison.Ordinal)).ToDictionary(
            name => Path.GetFileNameWithoutExtension(name[Folder.Length..]),
            name =>
            {
                using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
                return JsonSchema.FromText(reader.ReadToEnd());
            },
            StringComparer.Ordinal);
    }

    private static JsonNode? JsonOf(YamlNode node) => node switch
    {
        YamlMappingNode mapping => new JsonObject(
            mapping.Select(pair => KeyValuePair.Create(((YamlScalarNode)pair.Key).Value!, JsonOf(pair.Value)))),
        YamlSequenceNode sequence => new JsonArray([.. sequence.Select(JsonOf)]),
        YamlScalarNode { Style: not ScalarStyle.Plain } quoted => quoted.Value,
        YamlScalarNode { Value: "true" or "false" } truth => truth.Value == "true",
        YamlScalarNode plain when long.TryParse(plain.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long n) =>
            n,
        YamlScalarNode plain => plain.Value,
        _ => throw new NotSupportedException($"A {node.NodeType} in a manifest."),
    };
}
