using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Forecast.Tests.Support;

namespace Forecast.Tests.Operations;

/// <summary>infra/ as the compiler reads it, without a cloud: no warning, and the snapshots that were committed.</summary>
public sealed class InfrastructureTests
{
    private const string LeftOver = "\n@description('Used by nothing.')\nvar leftOver = 1\n";

    [Fact]
    public async Task EveryFile_CompilesWithoutAWarning()
    {
        var templates = await Bicep.RunAsync("lint", "--pattern", "infra/**/*.bicep");
        Assert.True(templates is { ExitCode: 0 } && templates.Output.Trim().Length == 0, templates.Output);

        foreach (var parameters in Directory.EnumerateFiles(Checkout.PathOf("infra"), "*.bicepparam"))
        {
            var read = await Bicep.RunAsync("lint", parameters);
            Assert.True(read is { ExitCode: 0 } && read.Output.Trim().Length == 0, read.Output);
        }
    }

    [Fact] // Else the test above could pass for a file that nobody reads.
    public async Task FaultInAnyFile_IsNamedWithItsFile()
    {
        var copy = Bicep.Copy();
        var files = Directory.GetFiles(copy.FullName, "*.bicep", SearchOption.AllDirectories);
        foreach (var file in files)
            await File.AppendAllTextAsync(file, LeftOver, TestContext.Current.CancellationToken);

        var read = await Bicep.RunAsync("lint", "--pattern", $"{copy.FullName}/**/*.bicep");
        copy.Delete(recursive: true);

        Assert.Equal(1, read.ExitCode);
        Assert.All(files, file => Assert.Matches($"{Regex.Escape(Path.GetFileName(file))}.*no-unused-vars", read.Output));
    }

    [Fact]
    public async Task MisspeltProperty_IsNoticed()
    {
        var copy = Bicep.Copy();
        var file = Path.Combine(copy.FullName, "modules", "storage.bicep");
        await ReplaceAsync(file, "allowSharedKeyAccess:", "allowSharedKeyAcess:");

        var read = await Bicep.RunAsync("lint", file);
        copy.Delete(recursive: true);

        Assert.Contains("allowSharedKeyAcess", read.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void EveryRuleOfTheLinter_IsAnError()
    {
        var settings = JsonNode.Parse(File.ReadAllText(Checkout.PathOf("infra", "bicepconfig.json")))!;
        var rules = settings["analyzers"]!["core"]!["rules"]!.AsObject();

        Assert.True((bool)settings["analyzers"]!["core"]!["enabled"]!);
        Assert.All(rules, rule => Assert.Equal("error", (string?)rule.Value!["level"]));
        Assert.Contains("use-recent-api-versions", rules.Select(rule => rule.Key));
        Assert.Contains("no-hardcoded-location", rules.Select(rule => rule.Key));
    }

    [Fact]
    public async Task Snapshots_AreWhatTheParametersGive()
    {
        var compared = await Command.RunAsync(Checkout.PathOf("eng", "bicep.sh"), ["snapshots", "validate"]);

        Assert.True(compared.ExitCode == 0, $"If the change is meant: eng/bicep.sh snapshots\n{compared.Output}");
    }

    [Fact]
    public async Task ChangedParameter_IsNoLongerWhatTheSnapshotSays()
    {
        var copy = Bicep.Copy();
        var parameters = Path.Combine(copy.FullName, "prod.bicepparam");
        await ReplaceAsync(parameters, "standby: true", "standby: false");

        var compared = await Bicep.PredictAsync(parameters, "validate");
        copy.Delete(recursive: true);

        Assert.Equal(1, compared.ExitCode);
        Assert.Contains("ZoneRedundant", compared.Output, StringComparison.Ordinal);
    }

    private static async Task ReplaceAsync(string file, string found, string other)
    {
        var text = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        Assert.Contains(found, text, StringComparison.Ordinal);
        await File.WriteAllTextAsync(file, text.Replace(found, other, StringComparison.Ordinal), TestContext.Current.CancellationToken);
    }
}
