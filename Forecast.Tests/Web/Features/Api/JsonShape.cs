using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Forecast.Tests.Web.Features.Api;

/// <summary>
/// Compares JSON with the schemas of a description. Only what they use is understood: another word in one is a fault, not passed over.
/// </summary>
internal sealed class JsonShape(JsonNode document)
{
    /// <summary>What does not fit, with its place; nothing if all does.</summary>
    public IReadOnlyList<string> Faults(JsonNode schema, JsonNode? value)
    {
        var faults = new List<string>();
        Compare(schema, value, "$", faults);
        return faults;
    }

    private void Compare(JsonNode schema, JsonNode? value, string place, List<string> faults)
    {
        foreach (var (word, said) in schema.AsObject())
        {
            switch (word)
            {
                case "$ref":
                    Compare(Find((string)said!), value, place, faults);
                    break;
                case "oneOf" or "anyOf":
                    if (!said!.AsArray().Any(one => Faults(one!, value).Count == 0))
                        faults.Add($"{place} fits none of {said.ToJsonString()}");
                    break;
                case "type":
                    if (!Types(said!).Any(type => IsOf(type, value)))
                        faults.Add($"{place} is {value?.ToJsonString() ?? "null"}, not {said!.ToJsonString()}");
                    break;
                case "required":
                    foreach (var name in said!.AsArray().Where(name => value is JsonObject o && !o.ContainsKey((string)name!)))
                        faults.Add($"{place} lacks {name}");
                    break;
                case "properties" when value is JsonObject whole:
                    foreach (var (name, part) in whole)
                    {
                        if (said![name] is { } known)
                            Compare(known, part, $"{place}.{name}", faults);
                        else
                            faults.Add($"{place}.{name} is not described");
                    }

                    break;
                case "items" when value is JsonArray list:
                    for (int i = 0; i < list.Count; i++)
                        Compare(said!, list[i], $"{place}[{i}]", faults);
                    break;
                case "enum":
                    if (!said!.AsArray().Any(one => JsonNode.DeepEquals(one, value)))
                        faults.Add($"{place} is {value?.ToJsonString() ?? "null"}, none of {said.ToJsonString()}");
                    break;
                case "format" when value is JsonValue text && text.GetValueKind() == JsonValueKind.String:
                    if (!IsFormat((string)said!, (string)value!))
                        faults.Add($"{place} is {value.ToJsonString()}, no {said}");
                    break;
                case "properties" or "items" or "format" or "description" or "example" or "additionalProperties" or "default" or "minLength"
                    or "maxLength":
                    break;
                default:
                    faults.Add($"{place}: the schema says {word}, which the test does not understand");
                    break;
            }
        }
    }

    private JsonNode Find(string reference) =>
        reference.TrimStart('#', '/').Split('/').Aggregate(document, (node, name) =>
            node[name] ?? throw new KeyNotFoundException(reference));

    private static IEnumerable<string> Types(JsonNode said) => said is JsonArray several ? several.Select(s =>
        (string)s!) : [(string)said!];

    private static bool IsOf(string type, JsonNode? value) => (type, value?.GetValueKind() ?? JsonValueKind.Null) switch
    {
        ("null", JsonValueKind.Null) or ("string", JsonValueKind.String) or ("object", JsonValueKind.Object) => true,
        ("array", JsonValueKind.Array) or ("number", JsonValueKind.Number) or ("boolean", JsonValueKind.True or JsonValueKind.False) =>
            true,
        ("integer", JsonValueKind.Number) => long.TryParse(value!.ToJsonString(), CultureInfo.InvariantCulture, out _),
        _ => false,
    };

    private static bool IsFormat(string format, string text) => format switch
    {
        "date" => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
        "date-time" => DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out _),
        _ => false,
    };
}
