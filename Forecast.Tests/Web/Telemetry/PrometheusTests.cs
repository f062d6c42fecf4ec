using System.Globalization;
using System.Net;
using Forecast.Tests.Browser;
using Forecast.Tests.Operations;
using Forecast.Tests.Support;

namespace Forecast.Tests.Web.Telemetry;

/// <summary>Figures for Prometheus, on a port that no Ingress leads to.</summary>
public class PrometheusTests(PrometheusTests.Measured product, Chromium chromium) : IClassFixture<PrometheusTests.Measured>
{
    /// <summary>One process that tells its figures.</summary>
    public sealed class Measured(EmbeddedServers servers) : Installation(servers)
    {
        public int Port { get; } = Ports.Free();

        public ProductProcess Process { get; private set; } = null!;

        public override async ValueTask InitializeAsync()
        {
            await base.InitializeAsync();
            Settings = new Dictionary<string, string>(Settings, StringComparer.Ordinal)
            {
                ["Telemetry__PrometheusPort"] = Port.ToString(CultureInfo.InvariantCulture),
            };
            await BoardSeed.PlantAsync(ConnectionString);
            await RunAsync("migrate");
            Process = await StartAsync("web");
        }
    }

    [Fact]
    public async Task Figures_AreTold_InTheNamesThatTheAlarmsUse()
    {
        using var http = new HttpClient();
        var figures = "";
        while (!figures.Contains("foreact_job_queue_age_seconds{", StringComparison.Ordinal)) // The database is asked soon after the start.
        {
            figures = await http.GetStringAsync(
                new UriBuilder(Uri.UriSchemeHttp, "127.0.0.1", product.Port, "metrics").Uri, TestContext.Current.CancellationToken);
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }

        foreach (var name in (string[])["foreact_job_queue_length{", "foreact_worker_live{", "foreact_run_active{"])
            Assert.Contains(name, figures, StringComparison.Ordinal);
        Assert.Contains("queue=\"refresh\"", figures, StringComparison.Ordinal);
    }

    [Fact] // A dashboard that asks for what nobody tells is empty, and looks as if all were well.
    public async Task WhatRulesAndDashboardsUseOfOthers_IsTold_OnceSomebodyLooksAtAPage()
    {
        var foreign = AlarmRules.Read(Checkout.PathOf("telemetry", "metrics.yaml")).At("foreign").Items
            .Where(m => m.At("by").Text.StartsWith("web,", StringComparison.Ordinal)).ToList();
        await using var window = await Desktop.OpenAsync(chromium, product.Process.Address);
        await window.SignInAsync("Ada Admin");
        await window.BecomesLiveAsync();
        await window.Page.Locator("[data-refresh]").ClickAsync();
        using var http = new HttpClient();
        var at = new UriBuilder(Uri.UriSchemeHttp, "127.0.0.1", product.Port, "metrics").Uri;
        var figures = "";

        while (!foreign.All(m => IsTold(figures, m.At("prometheus").Text)))
        {
            await Task.Delay(200, TestContext.Current.CancellationToken);
            figures = await http.GetStringAsync(at, TestContext.Current.CancellationToken);
        }

        foreach (var metric in foreign)
        {
            // An error is told of only when there is one.
            foreach (var label in metric.At("labels").Items.Select(l => l.Text).Where(l => l != "error_type"))
                Assert.Matches($"{metric.At("prometheus").Text}[a-z_]*\\{{[^}}]*{label}=", figures);
        }

        static bool IsTold(string figures, string name) => figures.Contains($"\n# TYPE {name} ", StringComparison.Ordinal);
    }

    [Fact]
    public async Task PagesPort_ShowsNoFigures()
    {
        using var http = ProductProcess.Client(product.Process.Address);

        using var answer = await http.GetAsync(new Uri("/metrics", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.NotEqual(HttpStatusCode.OK, answer.StatusCode);
    }
}
