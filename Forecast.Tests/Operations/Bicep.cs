using System.Text.Json.Nodes;
using Forecast.Tests.Support;

namespace Forecast.Tests.Operations;

/// <summary>What describes the infrastructure, read by the compiler that test.sh has fetched.</summary>
internal static class Bicep
{
    /// <summary>What the parameters take from the environment: the values that eng/bicep.sh makes the snapshots with.</summary>
    public static IReadOnlyDictionary<string, string> Somebody { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["FOREACT_ADMINISTRATORS"] = "00000000-0000-0000-0000-00000000000a",
        ["FOREACT_ADMINISTRATORS_NAME"] = "foreact-administrators",
        ["FOREACT_OPERATORS_FROM"] = "",
        ["FOREACT_ALERTS_TO"] = "operators@example.com",
        ["FOREACT_BUDGET_FROM"] = "2027-01-01",
    };

    public static Task<Command> RunAsync(params string[] arguments) =>
        Environment.GetEnvironmentVariable("FOREACT_BICEP") is { Length: > 0 } chosen
            ? Command.RunAsync(chosen, arguments, Somebody)
            : Command.RunAsync(Checkout.PathOf("eng", "bicep.sh"), arguments, Somebody);

    /// <summary>What parameters would make, into a file beside them; fails where a rule of ours does.</summary>
    public static Task<Command> PredictAsync(string parameters, string mode) => RunAsync(
        "snapshot", parameters, "--mode", mode, "--location", "westeurope", "--tenant-id", "00000000-0000-0000-0000-000000000002",
        "--subscription-id", "00000000-0000-0000-0000-000000000001", "--resource-group", "rg-foreact-prod");

    /// <summary>What an environment is made of, as committed: each resource with its id, type, name and properties.</summary>
    public static IReadOnlyList<JsonNode> Resources(string environment)
    {
        var snapshot = JsonNode.Parse(File.ReadAllText(Checkout.PathOf("infra", $"{environment}.snapshot.json")))!;
        return [.. snapshot["predictedResources"]!.AsArray().Select(resource => resource!)];
    }

    /// <summary>The only resource of a type.</summary>
    public static JsonNode Resource(string environment, string type) =>
        Assert.Single(Resources(environment), resource => (string?)resource["type"] == type);

    /// <summary>A copy of infra/ that may be broken; the caller removes it.</summary>
    public static DirectoryInfo Copy()
    {
        var source = Checkout.PathOf("infra");
        var copy = Directory.CreateTempSubdirectory("foreact-infra-");
        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(copy.FullName, Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        return copy;
    }
}
