using Forecast.Domain.Forecasts;
using Forecast.Domain.Registry;
using Forecast.Training.Engine;

namespace Forecast.Training.Runs.Shards;

/// <summary>Forecasts of some stores, and the stores among them that are wanted.</summary>
internal sealed record ForecastPart(PanelForecast Forecast, IReadOnlySet<int> StoreIds);

/// <summary>What a shard has computed.</summary>
/// <param name="Parts">Forecasts; every store of the shard is wanted from exactly one part.</param>
/// <param name="Outlooks">What the board shows, one per store.</param>
/// <param name="Artifact">The stored state, where the run fits; otherwise null.</param>
/// <param name="Remarks">Lines for people: which store was refitted, and why.</param>
internal sealed record ShardResult(
    IReadOnlyList<ForecastPart> Parts, IReadOnlyList<StoreOutlook> Outlooks, ModelArtifact? Artifact, IReadOnlyList<string> Remarks);
