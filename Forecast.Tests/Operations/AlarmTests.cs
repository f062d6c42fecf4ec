using System.Text.RegularExpressions;
using Forecast.Tests.Support;

namespace Forecast.Tests.Operations;

/// <summary>The alarms: they fire when they should, lead to a page that helps, and stand on metrics that are promised.</summary>
public partial class AlarmTests
{
    private static readonly Manifest Contract = AlarmRules.Read(Checkout.PathOf("telemetry", "metrics.yaml"));

    [Fact]
    public async Task Rules_AreWellFormed()
    {
        var (code, output) = await AlarmTool.RunAsync("promtool", ["check", "rules", .. AlarmRules.Files]);

        Assert.True(code == 0, output);
    }

    [Fact]
    public async Task Rules_FireAsTheirTestsSay()
    {
        Assert.Equal(AlarmRules.Files.Select(file => Path.ChangeExtension(file, ".test.yaml")), AlarmRules.TestFiles);

        var (code, output) = await AlarmTool.RunAsync("promtool", ["test", "rules", .. AlarmRules.TestFiles]);

        Assert.True(code == 0, output);
    }

    [Fact] // An alarm that is only seen to fire may do so always.
    public void EveryAlarm_IsSeenToFire_AndToBeSilent()
    {
        var checks = AlarmRules.TestFiles.SelectMany(file => AlarmRules.Read(file).At("tests").Items)
            .SelectMany(test => test.At("alert_rule_test").Items)
            .ToLookup(check => check.At("alertname").Text, check => check.Find("exp_alerts") is not null);

        foreach (var alarm in AlarmRules.All.Select(rule => rule.At("alert").Text))
        {
            Assert.True(checks[alarm].Contains(true), $"No test sees {alarm} fire.");
            Assert.True(checks[alarm].Contains(false) || alarm == "Heartbeat", $"No test sees {alarm} be silent.");
        }
    }

    [Fact]
    public void EveryAlarm_LeadsToARunbook()
    {
        var index = File.ReadAllText(Checkout.PathOf("docs", "runbooks", "README.md"));
        foreach (var rule in AlarmRules.All)
        {
            var runbook = rule.At("annotations", "runbook").Text;
            Assert.True(File.Exists(Checkout.PathOf(runbook)), $"{rule.At("alert").Text} leads to {runbook}, which does not exist.");
            Assert.Contains(rule.At("alert").Text, index, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void EveryMetric_IsInTheContract_WithTheLabelsThatRulesAskFor()
    {
        var promised = Contract.At("metrics").Items.Concat(Contract.At("foreign").Items).ToDictionary(
            metric => metric.At("prometheus").Text, metric => metric.At("labels").Items.Select(l => l.Text).ToHashSet(),
            StringComparer.Ordinal);
        foreach (var expression in AlarmRules.All.Select(rule => rule.At("expr").Text))
        {
            foreach (Match used in MetricName().Matches(expression))
            {
                var name = promised.ContainsKey(used.Groups["name"].Value) ? used.Groups["name"].Value
                    : HistogramPart().Replace(used.Groups["name"].Value, "");
                Assert.True(promised.TryGetValue(name, out var labels), $"{used.Groups["name"].Value} is not in telemetry/metrics.yaml.");
                Assert.All(
                    LabelName().Matches(used.Groups["labels"].Value).Select(label => label.Groups["label"].Value),
                    label => Assert.Contains(label, labels));
            }
        }
    }

    [Fact] // What the exporter makes of a name: dots become underscores, the unit follows, and "total" after what only grows.
    public void EveryNameInPrometheus_FollowsFromTheInstrument()
    {
        foreach (var metric in Contract.At("metrics").Items)
        {
            var unit = metric.At("unit").Text switch { "s" => "_seconds", "1" => "_ratio", _ => "" };
            var total = metric.At("type").Text == "counter" ? "_total" : "";

            Assert.Equal(metric.At("name").Text.Replace('.', '_') + unit + total, metric.At("prometheus").Text);
            Assert.DoesNotContain(metric.At("labels").Items, label => label.Text is "store" or "item" or "series"); // Too many of them.
        }
    }

    [Fact]
    public async Task EveryAlarm_ReachesSomebody()
    {
        var config = Checkout.PathOf("telemetry", "alertmanager.yaml");
        var (code, output) = await AlarmTool.RunAsync("amtool", "check-config", config);
        Assert.True(code == 0, output);

        foreach (var rule in AlarmRules.All)
        {
            var (name, severity) = (rule.At("alert").Text, rule.At("labels", "severity").Text);
            var wanted = severity switch { "page" => "on-call", "warning" => "team", _ => "heartbeat" };

            var (routed, receiver) = await AlarmTool.RunAsync(
                "amtool", "config", "routes", "test", $"--config.file={config}", $"--verify.receivers={wanted}",
                $"alertname={name}", $"severity={severity}");

            Assert.True(routed == 0, $"{name}: {receiver}");
        }
    }

    [Fact] // The promise is watched by the product, by a check beside it, and by their silence.
    public void Mornings_AreWatchedInWaysThatDoNotDependOnEachOther()
    {
        var pages = AlarmRules.All.Where(rule => rule.At("labels", "severity").Text == "page")
            .ToDictionary(rule => rule.At("alert").Text, rule => rule.At("expr").Text, StringComparer.Ordinal);

        Assert.Contains("foreact_morning_due_seconds", pages["MorningForecastMissing"], StringComparison.Ordinal);
        Assert.DoesNotContain("foreact_", pages["MorningCheckFailed"], StringComparison.Ordinal);
        Assert.Contains("absent(foreact_morning_due_seconds)", pages["MorningUnwatched"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_IsTheOneThatTheManifestsRun()
    {
        var watched = AlarmRules.All.SelectMany(rule => CronJobName().Matches(rule.At("expr").Text)).Select(m => m.Groups["name"].Value)
            .ToHashSet();

        var run = (await Manifests.RenderAsync("overlays/prod")).Where(m => m.Kind == "CronJob").Select(m => m.Name).ToHashSet();

        Assert.Equal(run, watched);
    }

    [Fact]
    public async Task AsResourcesOfTheOperator_TheRulesAreValid()
    {
        await using var script = Script.Start("eng/rules.sh");
        Assert.True(await script.EndedAsync() == 0, script.Output);

        var documents = StrictManifestTests.Documents(script.Output).ToList();

        Assert.Equal(AlarmRules.Files.Count, documents.Count);
        Assert.All(documents, document => Assert.Empty(StrictManifestTests.Faults(document)));
    }

    [GeneratedRegex("""(?<name>(foreact|aspnetcore|kube)_\w+)(\{(?<labels>[^}]*)\})?""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex MetricName();

    [GeneratedRegex("_(bucket|count|sum)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex HistogramPart();

    [GeneratedRegex("""(?<label>\w+)\s*(=|!=|=~|!~)""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex LabelName();

    [GeneratedRegex("cronjob=\"(?<name>[^\"]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex CronJobName();
}
