using System.Text.Json.Nodes;
using Forecast.Tests.Support;

namespace Forecast.Tests.Operations;

/// <summary>Packages are locked, and what ships is named with its licence.</summary>
public class NoticesTests
{
    public static TheoryData<string> Projects { get; } =
        [.. Directory.EnumerateFiles(Checkout.Root, "*.csproj", SearchOption.AllDirectories)
        .Select(path => Path.GetRelativePath(Checkout.Root, Path.GetDirectoryName(path)!))
        .Where(folder => folder.StartsWith("Forecast.", StringComparison.Ordinal) || folder.StartsWith("bench", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Projects))]
    public void EveryProject_LocksItsPackages(string folder) => Assert.True(File.Exists(Checkout.PathOf(folder, "packages.lock.json")));

    [Fact]
    public async Task EveryPackageThatShips_IsInTheNotices()
    {
        var notices = await File.ReadAllTextAsync(Checkout.PathOf("THIRD-PARTY-NOTICES.md"), TestContext.Current.CancellationToken);
        var missing = Shipped().Where(package => !notices.Contains($"- {package}, ", StringComparison.Ordinal)).ToList();

        Assert.True(missing.Count == 0, $"Run node eng/notices.mjs. Not in THIRD-PARTY-NOTICES.md: {string.Join(' ', missing)}");
        Assert.Contains("- Hangfire.Core 1.8.25, LGPL-3.0", notices, StringComparison.Ordinal);
    }

    /// <summary>Each package that ships, with its version, as the lock file has it.</summary>
    internal static IEnumerable<string> Shipped()
    {
        var locked = JsonNode.Parse(File.ReadAllText(Checkout.PathOf("Forecast.Web", "packages.lock.json")))!;
        return locked["dependencies"]!["net10.0"]!.AsObject()
            .Where(package => package.Value!["type"]!.GetValue<string>() != "Project" && !IsAnalyzer(package.Key))
            .Select(package => $"{package.Key} {package.Value!["resolved"]}");
    }

    /// <summary>Used while building, not shipped.</summary>
    private static bool IsAnalyzer(string package) => package is "Meziantou.Analyzer" or "Roslynator.Analyzers"
        || package.StartsWith("Microsoft.CodeAnalysis.", StringComparison.Ordinal);
}
