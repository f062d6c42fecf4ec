using System.Text.RegularExpressions;
using Forecast.Tests.Support;

namespace Forecast.Tests.Architecture;

/// <summary>
/// What the product stood on before its own libraries could be had is gone: named where decisions and changes are told, and nowhere else.
/// </summary>
public class FormerNamesTests
{
    /// <summary>In two halves each, so that this file does not name them either.</summary>
    private static readonly Regex Former = new(
        string.Join('|', "Rad" + "zen", "Qua" + "rtz", "BlazorScript" + "Fallback", "ForeactBlazor" + "Script", "Bunit" + "Assemblies",
            "PrunePackage" + "Reference", "NU16" + "0[358]"),
        RegexOptions.IgnoreCase, TimeSpan.FromSeconds(10));

    private static readonly string[] Kinds =
        [".cs", ".razor", ".css", ".js", ".mjs", ".json", ".md", ".csproj", ".props", ".targets", ".sh", ".yaml", ".yml", ".sln", ""];

    [Fact]
    public void FormerStandIns_AreNamedOnlyWhereDecisionsAndChangesAreTold()
    {
        var found = Directory.EnumerateFiles(Checkout.Root, "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Checkout.Root, path).Replace('\\', '/'))
            .Where(path => Kinds.Contains(Path.GetExtension(path)) && !path.Split('/').Any(IsMade))
            .Where(path => path != "CHANGELOG.md" && !path.StartsWith("docs/decisions/", StringComparison.Ordinal))
            .SelectMany(path => File.ReadLines(Checkout.PathOf(path)).Index()
                .Where(line => Former.IsMatch(line.Item)).Select(line => $"{path}({line.Index + 1}): {line.Item.Trim()}"))
            .ToList();

        Assert.True(found.Count == 0, string.Join('\n', found));
    }

    /// <summary>Folders that a build or a start makes.</summary>
    private static bool IsMade(string folder) => folder is "bin" or "obj" or ".git" or ".foreact" or "node_modules";
}
