using System.Diagnostics.Metrics;
using Forecast.Domain.Telemetry;
using Forecast.Tests.Support;
using Forecast.Tests.Training.Runs;
using Forecast.Training.Runs;
using Forecast.Training.Runs.Watch;
using Forecast.Training.Runs.Worklists;
using Microsoft.Extensions.Logging.Abstractions;
using YamlDotNet.RepresentationModel;

namespace Forecast.Tests.Operations;

/// <summary>Alarms stand on figures that the product tells: by the same name, kind and unit.</summary>
public class MetricContractTests(EmbeddedServers servers)
{
    private const string Nobody = "nobody yet";

    [Fact]
    public async Task WhatTheContractNames_IsTold_AndNothingElse()
    {
        await using var host = await RunsHost.StartAsync(servers, ProcessRole.Web);
        using var gauges = new StateGauges(host.Get<StateReader>(), host.Get<TimeProvider>(), NullLogger<StateGauges>.Instance);
        System.Runtime.CompilerServices.RuntimeHelpers.RunClassConstructor(typeof(RunTelemetry).TypeHandle);
        System.Runtime.CompilerServices.RuntimeHelpers.RunClassConstructor(
            typeof(Forecast.Domain.Imports.FileImport).Assembly.GetType("Forecast.Domain.Imports.ImportFigures")!.TypeHandle);
        System.Runtime.CompilerServices.RuntimeHelpers.RunClassConstructor(typeof(WorklistTelemetry).TypeHandle);
        var told = new SortedSet<string>(StringComparer.Ordinal);
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, _) =>
        {
            if (instrument.Meter.Name == ProductTelemetry.Name)
                told.Add($"{instrument.Name} {KindOf(instrument)} {instrument.Unit}");
        };
        listener.Start();

        var promised = Contract().Where(m => m["by"] != Nobody).Select(m => $"{m["name"]} {m["type"]} {m["unit"]}")
            .Order(StringComparer.Ordinal);
        Assert.Equal(promised, told);
    }

    private static string KindOf(Instrument instrument) =>
        instrument.GetType().Name.Split('`')[0].Replace("Observable", "", StringComparison.Ordinal).ToLowerInvariant();

    private static IEnumerable<IReadOnlyDictionary<string, string>> Contract()
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(File.ReadAllText(Checkout.PathOf("telemetry", "metrics.yaml"))));
        var root = (YamlMappingNode)yaml.Documents[0].RootNode;
        return ((YamlSequenceNode)root.Children["metrics"]).Cast<YamlMappingNode>().Select(metric => metric.Children
            .Where(c => c.Value is YamlScalarNode).ToDictionary(c => c.Key.ToString(), c => c.Value.ToString(), StringComparer.Ordinal));
    }
}
