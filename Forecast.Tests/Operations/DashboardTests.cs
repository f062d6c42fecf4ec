using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Forecast.Tests.Support;
using YamlDotNet.RepresentationModel;

namespace Forecast.Tests.Operations;

/// <summary>The dashboards of telemetry/dashboards: every question is one that Prometheus takes, about metrics that are promised.</summary>
public partial class DashboardTests
{
    private static readonly string Folder = Checkout.PathOf("telemetry", "dashboards");

    private static readonly Dictionary<string, HashSet<string>> Promised = ReadContract();

    public static TheoryData<string> Files =>
        [.. Directory.GetFiles(Folder, "*.json").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Files))]
    public void EveryQuestion_IsAboutMetricsOfTheContract_AndTheirLabels(string name)
    {
        foreach (var (panel, expression, legend) in Questions(name))
        {
            var metrics = Metrics(expression).ToList();
            Assert.NotEmpty(metrics);
            Assert.All(metrics, metric => Assert.True(Promised.ContainsKey(metric), $"{panel}: {metric} is not in metrics.yaml."));
            var labels = metrics.SelectMany(metric => Promised[metric]).Append("le").ToHashSet(StringComparer.Ordinal);
            var asked = Labels(expression).ToList();
            Assert.All(asked, label => Assert.True(labels.Contains(label), $"{panel}: no metric of it has the label {label}."));
            Assert.All(
                LegendLabel().Matches(legend).Select(m => m.Groups["label"].Value),
                label => Assert.True(asked.Contains(label, StringComparer.Ordinal), $"{panel}: its legend names {label}."));
        }
    }

    [Fact]
    public async Task EveryQuestion_IsOneThatPrometheusTakes()
    {
        var file = Path.GetTempFileName();
        try
        {
            var rules = Files.SelectMany(name => Questions((string)name)).Select((q, i) => string.Create(
                CultureInfo.InvariantCulture, $"  - record: asked:{i}\n    expr: >-\n      {Filled(q.Expression)}\n"));
            await File.WriteAllTextAsync(
                file, $"groups:\n- name: dashboards\n  rules:\n{string.Concat(rules)}", TestContext.Current.CancellationToken);

            var (code, output) = await AlarmTool.RunAsync("promtool", "check", "rules", file);

            Assert.True(code == 0, output);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void EveryPanel_SaysWhatItShows_AndStandsInAPlaceOfItsOwn(string name)
    {
        var dashboard = Read(name);
        var panels = ((JsonArray)dashboard["panels"]!).Select(p => p!).ToList();
        var taken = new HashSet<(int, int)>();

        Assert.Equal(name, (string)dashboard["uid"]!);
        Assert.NotEmpty((string)dashboard["description"]!);
        Assert.Equal(panels.Count, panels.Select(p => (int)p["id"]!).Distinct().Count());
        foreach (var panel in panels)
        {
            Assert.NotEmpty((string)panel["title"]!);
            if ((string)panel["type"]! != "row")
            {
                Assert.NotEmpty((string)panel["description"]!);
                Assert.Equal("${source}", (string)panel["datasource"]!["uid"]!);
                Assert.NotEmpty((string)panel["fieldConfig"]!["defaults"]!["unit"]!);
            }

            var (x, y, w, h) = ((int)panel["gridPos"]!["x"]!, (int)panel["gridPos"]!["y"]!, (int)panel["gridPos"]!["w"]!,
                (int)panel["gridPos"]!["h"]!);
            Assert.InRange(x + w, 1, 24);
            for (int place = 0; place < w * h; place++)
                Assert.True(taken.Add((x + (place % w), y + (place / w))), $"{(string)panel["title"]!} lies over another panel.");
        }
    }

    [Fact] // What the issue asks to see: nothing that an alarm stands on is without a picture.
    public void WhateverTheProductTells_IsShown()
    {
        var shown = Files.SelectMany(name => Questions((string)name)).SelectMany(q => Metrics(q.Expression))
            .ToHashSet(StringComparer.Ordinal);
        string[] alarmsAlone = ["foreact_key_expires_seconds", "kube_cronjob_status_last_successful_time"];

        Assert.Equal(alarmsAlone, Promised.Keys.Except(shown, StringComparer.Ordinal).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Script_MakesAConfigMapOfEach_WithTheSameText()
    {
        var made = await Command.RunAsync(Checkout.PathOf("eng", "dashboards.sh"), []);

        Assert.Equal(0, made.ExitCode);
        var yaml = new YamlStream();
        yaml.Load(new StringReader(made.Output));
        var maps = yaml.Documents.Select(document => new Manifest(document.RootNode)).ToList();
        Assert.Equal(Files.Select(name => (string)name), maps.Select(map => map.Name));
        Assert.All(maps, map => Assert.Equal(
            File.ReadAllText(Path.Combine(Folder, $"{map.Name}.json")), map.At("data").Map[$"{map.Name}.json"]));
    }

    /// <summary>Variables of Grafana stand for what is chosen there.</summary>
    private static string Filled(string expression) => expression
        .Replace("$__rate_interval", "5m", StringComparison.Ordinal).Replace("$__range", "1d", StringComparison.Ordinal)
        .Replace("$price", "1", StringComparison.Ordinal);

    private static IEnumerable<(string Panel, string Expression, string Legend)> Questions(string name) =>
        from panel in (JsonArray)Read(name)["panels"]!
        where panel["targets"] is not null
        from target in (JsonArray)panel["targets"]!
        select ((string)panel["title"]!, (string)target!["expr"]!, (string)target["legendFormat"]!);

    private static JsonNode Read(string name) => JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, $"{name}.json")))!;

    /// <summary>All names that are neither functions nor labels, as the contract writes them.</summary>
    private static IEnumerable<string> Metrics(string expression) =>
        MetricName().Matches(Beside().Replace(Filled(expression), " ")).Select(m => m.Groups["name"].Value)
            .Select(name => Promised.ContainsKey(name) ? name : HistogramPart().Replace(name, "")).Distinct(StringComparer.Ordinal);

    private static IEnumerable<string> Labels(string expression) =>
        Grouping().Matches(expression).SelectMany(m => m.Groups["labels"].Value.Split(',', StringSplitOptions.TrimEntries))
            .Concat(Selector().Matches(expression).Select(m => m.Groups["label"].Value));

    private static Dictionary<string, HashSet<string>> ReadContract()
    {
        var contract = AlarmRules.Read(Checkout.PathOf("telemetry", "metrics.yaml"));
        return contract.At("metrics").Items.Concat(contract.At("foreign").Items).ToDictionary(
            metric => metric.At("prometheus").Text, metric => metric.At("labels").Items.Select(l => l.Text).ToHashSet(),
            StringComparer.Ordinal);
    }

    [GeneratedRegex(@"by \([^)]*\)|\{[^}]*\}|\[[^\]]*\]", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Beside();

    [GeneratedRegex(@"\b(?<name>[a-z]+_[a-z_]+)\b(?!\s*\()", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex MetricName();

    [GeneratedRegex("_(bucket|sum|count)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex HistogramPart();

    [GeneratedRegex(@"by \((?<labels>[^)]*)\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Grouping();

    [GeneratedRegex(@"(?<label>[a-z_]+)\s*(=|!=|=~)\s*""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Selector();

    [GeneratedRegex(@"\{\{(?<label>[a-z_]+)\}\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex LegendLabel();
}
