using System.Text.RegularExpressions;
using Forecast.Tests.Support;
using YamlDotNet.RepresentationModel;

namespace Forecast.Tests.Operations;

/// <summary>
/// What builds, checks and promotes: lint-clean, with actions that cannot change under our hands, and with no more rights than needed.
/// </summary>
public partial class WorkflowTests
{
    public static TheoryData<string> Workflows { get; } =
        [.. Directory.GetFiles(Checkout.PathOf(".github", "workflows")).Select(file => Path.GetFileName(file))
            .Order(StringComparer.Ordinal)];

    [Fact]
    public void ThereAreFour() => Assert.Equal(
        ["ci.yaml", "image.yaml", "infra.yaml", "promote.yaml"],
        Directory.GetFiles(Checkout.PathOf(".github", "workflows")).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Workflows))]
    public async Task EveryWorkflow_IsCleanForActionlint(string workflow)
    {
        var (code, output) = await AlarmTool.LintAsync(Path.Combine(".github", "workflows", workflow));

        Assert.True(code == 0, output);
    }

    [Theory]
    [MemberData(nameof(Workflows))]
    public void EveryAction_IsPinnedByCommit(string workflow)
    {
        var used = Uses().Matches(TextOf(workflow)).Select(m => m.Groups["action"].Value).ToList();

        Assert.NotEmpty(used);
        Assert.All(used, action => Assert.Matches("@[0-9a-f]{40} # v[0-9.]+$", action));
    }

    [Theory]
    [MemberData(nameof(Workflows))]
    public void Rights_AreNoneUnlessGiven_AndNothingRunsForever(string workflow)
    {
        var read = AlarmRules.Read(Checkout.PathOf(".github", "workflows", workflow));

        Assert.Empty(read.At("permissions").Map); // Each job says what it needs.
        foreach (var job in ((YamlMappingNode)read.At("jobs").Node).Children.Values.Select(node => new Manifest(node)))
        {
            Assert.NotNull(job.Find("permissions"));
            Assert.NotNull(job.Find("timeout-minutes"));
        }
    }

    [Theory]
    [MemberData(nameof(Workflows))]
    public void EveryScriptThatIsCalled_IsThere(string workflow) =>
        Assert.All(ScriptName().Matches(TextOf(workflow)).Select(m => m.Groups["script"].Value), script =>
            Assert.True(File.Exists(Checkout.PathOf(script)), $"{workflow} calls {script}."));

    [Fact]
    public void Promotion_IsByDigest_AndApprovedInAnEnvironment()
    {
        var job = AlarmRules.Read(Checkout.PathOf(".github", "workflows", "promote.yaml")).At("jobs", "promote");

        Assert.Equal("${{ inputs.place }}", job.At("environment").Text);
        Assert.All((string[])["eng/set-image.sh", "eng/check-manifests.sh"], script => Assert.Contains(
            job.At("steps").Items, step => step.Find("run")?.Text.Contains(script, StringComparison.Ordinal) == true));
    }

    [Fact]
    public void EveryKindOfDependency_IsUpdated_FromFoldersThatExist()
    {
        var updates = AlarmRules.Read(Checkout.PathOf(".github", "dependabot.yml")).At("updates").Items.ToList();

        Assert.Equal(["docker", "github-actions", "npm", "npm", "nuget"],
            updates.Select(update => update.At("package-ecosystem").Text).Order(StringComparer.Ordinal));
        Assert.All(updates, update =>
            Assert.True(Directory.Exists(Checkout.PathOf(update.At("directory").Text.TrimStart('/'))), update.At("directory").Text));
        Assert.All(updates.Where(update => update.At("package-ecosystem").Text == "npm"), update =>
            Assert.True(File.Exists(Checkout.PathOf(update.At("directory").Text.TrimStart('/'), "package-lock.json"))));
    }

    [Fact] // Whatever is added under these folders is read by one of these tests.
    public void NothingElseLies_UnderGithubAndTelemetry()
    {
        string[] known = [".github/dependabot.yml", "telemetry/alertmanager.yaml", "telemetry/metrics.yaml"];
        var files = new[] { ".github", "telemetry" }
            .SelectMany(folder => Directory.GetFiles(Checkout.PathOf(folder), "*", SearchOption.AllDirectories))
            .Select(file => Path.GetRelativePath(Checkout.Root, file).Replace('\\', '/'))
            .Where(file => !file.StartsWith(".github/workflows/", StringComparison.Ordinal))
            .Where(file => !(file.StartsWith("telemetry/rules/", StringComparison.Ordinal)
                && file.EndsWith(".yaml", StringComparison.Ordinal)))
            .Where(file => !file.StartsWith("telemetry/dashboards/", StringComparison.Ordinal));

        Assert.Equal(known, files.Order(StringComparer.Ordinal));
    }

    private static string TextOf(string workflow) => File.ReadAllText(Checkout.PathOf(".github", "workflows", workflow));

    [GeneratedRegex(@"uses: (?<action>.+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Uses();

    [GeneratedRegex(@"(^|[\s|])\.?/?(?<script>(eng|infra)/[\w./-]+\.sh|test\.sh|run\.sh)",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ScriptName();
}
