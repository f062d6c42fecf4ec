using YamlDotNet.RepresentationModel;

namespace Forecast.Tests.Operations;

/// <summary>One node of a rendered manifest; reads by path, <c>At("spec", "template")</c>, and says what is missing.</summary>
internal sealed record Manifest(YamlNode Node)
{
    public string Kind => At("kind").Text;

    public string Name => At("metadata", "name").Text;

    public string Text => ((YamlScalarNode)Node).Value!;

    public int Number => int.Parse(Text, System.Globalization.CultureInfo.InvariantCulture);

    public IEnumerable<Manifest> Items => ((YamlSequenceNode)Node).Select(node => new Manifest(node));

    public IReadOnlyDictionary<string, string> Map =>
        ((YamlMappingNode)Node).ToDictionary(
            pair => ((YamlScalarNode)pair.Key).Value!, pair => ((YamlScalarNode)pair.Value).Value!, StringComparer.Ordinal);

    public Manifest At(params string[] path) =>
        Find(path) ?? throw new KeyNotFoundException($"No {string.Join('.', path)} in:\n{Node}");

    public Manifest? Find(params string[] path)
    {
        var node = Node;
        foreach (var key in path)
        {
            if (node is not YamlMappingNode mapping || !mapping.Children.TryGetValue(new YamlScalarNode(key), out var next))
                return null;
            node = next;
        }

        return new(node);
    }

    /// <summary>The pod that a Deployment, Job or CronJob makes.</summary>
    public Manifest Template => Kind == "CronJob" ? At("spec", "jobTemplate", "spec", "template") : At("spec", "template");

    /// <summary>Whether it makes pods.</summary>
    public bool MakesPods => Kind is "Deployment" or "Job" or "CronJob";
}
