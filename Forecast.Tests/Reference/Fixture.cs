using System.Text.Json;

namespace Forecast.Tests.Reference;

/// <summary>Numbers that other programs computed; the script beside each file says how.</summary>
internal static class Fixture
{
    public static JsonElement Read(string name)
    {
        using var stream = typeof(Fixture).Assembly.GetManifestResourceStream($"Forecast.Tests.Reference.{name}.json")!;
        return JsonDocument.Parse(stream).RootElement;
    }

    public static double Number(this JsonElement at, string name) => at.GetProperty(name).GetDouble();

    /// <summary>A list, or a list of lists one after the other; null is NaN.</summary>
    public static double[] Numbers(this JsonElement at, string name) => [.. Flat(at.GetProperty(name))];

    public static float[] Floats(this JsonElement at, string name) => [.. at.Numbers(name).Select(v => (float)v)];

    private static IEnumerable<double> Flat(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => value.EnumerateArray().SelectMany(Flat),
        JsonValueKind.Null => [double.NaN],
        _ => [value.GetDouble()],
    };
}
