using System.Reflection;
using System.Text.RegularExpressions;
using Forecast.Tests.Support;

namespace Forecast.Tests.Architecture;

/// <summary>A claim about security is worth as much as what stands behind it: the tests and files that documents name are there.</summary>
public partial class SecurityDocsTests
{
    private const string Review = "docs/asvs.md";

    /// <summary>Requirements of levels 1 and 2 of OWASP ASVS 5.0.0.</summary>
    private const int Requirements = 253;

    /// <summary>What stands before a path: nothing, the first half of a project's name, or all of it.</summary>
    private static readonly string[] Roots =
        ["", "Forecast.", "Forecast.Web/", "Forecast.Training/", "Forecast.Domain/", "Forecast.Tests/"];

    private static readonly string[] Endings = ["", ".cs", ".razor", ".razor.js"];

    public static TheoryData<string> Documents => ["docs/security.md", Review];

    [Theory]
    [MemberData(nameof(Documents))]
    public void TestsThatAreNamed_AreThere(string document)
    {
        var tests = typeof(SecurityDocsTests).Assembly.GetTypes().SelectMany(type => type.GetMethods())
            .Where(method => method.GetCustomAttribute<FactAttribute>() is not null)
            .ToLookup(method => method.ReflectedType!.Name, method => method.Name, StringComparer.Ordinal);

        var missing = Named(document).Where(name => TestName().IsMatch(name)).Where(name =>
        {
            var parts = name.Split('.');
            return parts.Length == 1 ? !tests.Contains(name) : !tests[parts[0]].Any(method => IsMeant(parts[1], method));
        }).ToList();

        Assert.True(missing.Count == 0, $"{document} names tests that are not there: {string.Join(", ", missing)}");
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public void FilesThatAreNamed_AreThere(string document)
    {
        var missing = Named(document).Where(name => FileName().IsMatch(name))
            .Where(name => !IsThere(name) && !IsThere(name[..Math.Max(name.LastIndexOf('.'), 0)])).ToList(); // Or a member of it.

        Assert.True(missing.Count == 0, $"{document} names files that are not there: {string.Join(", ", missing)}");
    }

    [Fact]
    public void EveryRequirement_IsReviewedOnce_AndTheSumsAreRight()
    {
        var lines = File.ReadAllLines(Checkout.PathOf(Review));
        var rows = lines.Select(line => Requirement().Match(line)).Where(match => match.Success).ToList();
        Assert.Equal(Requirements, rows.Select(row => row.Groups["number"].Value).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(Requirements, rows.Count);

        var sums = lines.Select(line => Sum().Match(line)).Where(match => match.Success).ToList();
        Assert.Equal(17, sums.Count);
        foreach (var sum in sums)
        {
            var ofChapter = rows.Where(row => row.Groups["chapter"].Value == sum.Groups["chapter"].Value).ToList();
            int Count(string verdict) => ofChapter.Count(row => row.Groups["verdict"].Value == verdict);
            int untested = ofChapter.Count(row => row.Groups["verdict"].Value == "met" && row.Groups["test"].Value == "no test");
            int[] counted = [Count("met") - untested, untested, Count("platform"), Count("n/a"), Count("open")];
            Assert.Equal(
                $"{sum.Groups["chapter"].Value}: {string.Join(' ', counted)}",
                $"{sum.Groups["chapter"].Value}: {string.Join(' ', sum.Groups["count"].Captures.Select(c => c.Value.Trim()))}");
        }
    }

    private static IEnumerable<string> Named(string document) =>
        InBackticks().Matches(File.ReadAllText(Checkout.PathOf(document))).Select(match => match.Groups["name"].Value);

    /// <summary>"Situation_…" stands for every test that begins so.</summary>
    private static bool IsMeant(string named, string method) =>
        named.EndsWith('…') ? method.StartsWith(named[..^1], StringComparison.Ordinal) : method == named;

    private static bool IsThere(string name) => Roots.Any(root => Endings.Any(ending =>
    {
        string path = Checkout.PathOf($"{root}{name.TrimEnd('/')}{ending}");
        return File.Exists(path) || Directory.Exists(path);
    }));

    [GeneratedRegex("`(?<name>[^`\n]+)`", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex InBackticks();

    [GeneratedRegex(@"^\w+Tests(\.\w+…?)?$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TestName();

    [GeneratedRegex(@"^[A-Za-z][\w.-]*(/[\w.-]+)+/?$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex FileName();

    [GeneratedRegex(
        @"^\| 5\.0-(?<number>(?<chapter>V\d+)\.\d+\.\d+) \| [12] \| [^|]+ \| (?<verdict>met|platform|n/a|open) \| [^|]+ \| "
        + @"(?<test>[^|]*?) ?\|$",
        RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Requirement();

    [GeneratedRegex(@"^\| (?<chapter>V\d+) [^|]+ (\| (?<count>\d+) ?){5}\|$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Sum();
}
