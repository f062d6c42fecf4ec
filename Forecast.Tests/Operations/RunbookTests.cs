using System.Text.RegularExpressions;
using Forecast.Tests.Support;
using Forecast.Web.Commands;
using Npgsql;

namespace Forecast.Tests.Operations;

/// <summary>
/// What runbooks tell somebody to type at night exists: statements, commands of the product, scripts, and objects of the cluster.
/// </summary>
public partial class RunbookTests(EmbeddedServers servers)
{
    private const string InTheCluster = "dotnet Forecast.Web.dll ";

    private static readonly string[] KubernetesItself = ["pods", "events", "hpa", "scaledobject", "prometheusrule"]; // Listed, not named.

    private static readonly string[] Files =
        [.. Directory.GetFiles(Checkout.PathOf("docs", "runbooks"), "*.md").Select(file => Path.GetFileName(file))
            .Order(StringComparer.Ordinal)];

    public static TheoryData<string> Pages { get; } = [.. Files];

    [Theory]
    [MemberData(nameof(Pages))]
    public void EveryPage_IsListed_AndTellsMeaningViewAndEnd(string page)
    {
        if (page == "README.md")
            return;
        var text = File.ReadAllText(Checkout.PathOf("docs", "runbooks", page));

        Assert.Contains($"({page})", File.ReadAllText(Checkout.PathOf("docs", "runbooks", "README.md")), StringComparison.Ordinal);
        Assert.All(
            (string[])["**Means.**", "**Planners see**", "**Do**", "**Over when**"],
            part => Assert.Contains(part, text, StringComparison.Ordinal));
        Assert.All(Link().Matches(text), link =>
            Assert.True(File.Exists(Checkout.PathOf("docs", "runbooks", link.Groups["page"].Value)), $"{page} leads to {link.Value}."));
    }

    [Fact]
    public async Task EveryStatement_RunsAgainstTheSchema()
    {
        await using var database = NpgsqlDataSource.Create(await servers.NewDatabaseAsync());
        int run = 0;
        foreach (var page in Files)
        {
            foreach (var statement in Blocks(page, "sql"))
            {
                await using var command = database.CreateCommand(statement);
                var failure = await Record.ExceptionAsync(() => command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken));
                Assert.True(failure is null, $"{page}: {failure?.Message}\n{statement}");
                run++;
            }
        }

        Assert.True(run > 5);
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task EveryCommand_NamesWhatIsThere(string page)
    {
        var manifests = await Manifests.RenderAsync("overlays/prod");
        foreach (var line in Blocks(page, "sh").SelectMany(block => block.Split('\n', StringSplitOptions.RemoveEmptyEntries)))
        {
            if (line.StartsWith("./foreact ", StringComparison.Ordinal))
                Understood(page, line["./foreact ".Length..]);
            else if (line.StartsWith("kubectl ", StringComparison.Ordinal))
                InCluster(page, line, manifests);
            else if (line.StartsWith("eng/", StringComparison.Ordinal))
                Assert.True(File.Exists(Checkout.PathOf(line.Split(' ')[0])), $"{page}: {line}");
            else
                Assert.StartsWith("git ", line, StringComparison.Ordinal);
        }
    }

    private static void InCluster(string page, string line, IReadOnlyList<Manifest> manifests)
    {
        if (line.IndexOf(InTheCluster, StringComparison.Ordinal) is > 0 and var at)
            Understood(page, line[(at + InTheCluster.Length)..]);

        var named = Object().Matches(line).Select(m => (Kind: m.Groups["kind"].Value, Name: m.Groups["name"].Value)).ToList();
        bool lists = KubernetesItself.Any(kind => line.Contains($" {kind} ", StringComparison.Ordinal));
        Assert.True(named.Count > 0 || lists || Selector().IsMatch(line), $"{page} names no object: {line}");
        Assert.All(named, wanted => Assert.Contains(manifests, manifest =>
            manifest.Kind.Equals(wanted.Kind, StringComparison.OrdinalIgnoreCase) && manifest.Name == wanted.Name));
        var components = manifests.Where(manifest => manifest.MakesPods)
            .Select(manifest => manifest.Template.At("metadata", "labels").Map["app.kubernetes.io/component"]).ToList();
        Assert.All(Selector().Matches(line), selector => Assert.Contains(selector.Groups["part"].Value, components));
    }

    private static void Understood(string page, string arguments)
    {
        var errors = CommandLine.Create().Parse(arguments).Errors;
        Assert.True(errors.Count == 0, $"{page}: {arguments}: {string.Join(' ', errors.Select(error => error.Message))}");
    }

    private static IEnumerable<string> Blocks(string page, string language) =>
        Block().Matches(File.ReadAllText(Checkout.PathOf("docs", "runbooks", page)))
            .Where(block => block.Groups["language"].Value == language).Select(block => block.Groups["text"].Value);

    [GeneratedRegex("```(?<language>\\w+)\n(?<text>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Block();

    [GeneratedRegex(@"\]\((?!http)(?<page>[^)#]+)\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Link();

    [GeneratedRegex(@"\b(?<kind>deployment|cronjob|networkpolicy|podmonitor|scaledobject|resourcequota)"
        + @"(/| --namespace foreact )(?<name>foreact[\w-]*)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Object();

    [GeneratedRegex(@"app\.kubernetes\.io/component=(?<part>\w[\w-]*)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Selector();
}
