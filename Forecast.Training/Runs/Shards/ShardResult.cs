using Forecast.Domain.Forecasts;
using Forecast.Domain.Registry;
using Forecast.Domain.Transport;
using Forecast.Training.Engine;
using Forecast.Training.Engine.Review;
using Forecast.Training.Panels;

namespace Forecast.Training.Runs.Shards;

/// <summary>Forecasts of some stores, and the stores among them that are wanted.</summary>
/// <param name="Forecast">The forecasts.</param>
/// <param name="Scales">What scaled errors of each series divide by, from the sales that it was forecast from.</param>
/// <param name="StoreIds">The stores.</param>
internal sealed record ForecastPart(PanelForecast Forecast, NaiveScales[] Scales, IReadOnlySet<int> StoreIds)
{
    /// <summary>Of a panel and its forecast, which hold the same series in the same order.</summary>
    public static ForecastPart Of(Panel panel, PanelForecast forecast, int seasonality, IReadOnlySet<int> storeIds) => new(
        forecast,
        [.. Enumerable.Range(0, panel.Series.Count)
            .Select(s => NaiveScales.Of(panel.Quantity.AsSpan(s * panel.Days, panel.Days), seasonality))],
        storeIds);
}

/// <summary>What a fit noticed in the sales of some stores; takes the place of what was noticed in them before.</summary>
internal sealed record ReviewPart(IReadOnlySet<int> StoreIds, IReadOnlyList<PanelSeries> Series, IReadOnlyList<DayRemark> Days);

/// <summary>What a shard has computed.</summary>
/// <param name="Parts">Forecasts; every store of the shard is wanted from exactly one part.</param>
/// <param name="Outlooks">What the board shows, one per store.</param>
/// <param name="Artifact">The stored state, where the run fits; otherwise null.</param>
/// <param name="Remarks">Lines for people: which store was refitted, and why.</param>
internal sealed record ShardResult(
    IReadOnlyList<ForecastPart> Parts, IReadOnlyList<StoreOutlook> Outlooks, ModelArtifact? Artifact, IReadOnlyList<string> Remarks)
{
    /// <summary>What the demand of each store fills, one per store.</summary>
    public IReadOnlyList<StoreLoad> Loads { get; init; } = [];

    /// <summary>Days of sales that deserve a look; null where nothing was fitted.</summary>
    public ReviewPart? Review { get; init; }

    /// <summary>State of the stores that were fitted anew for this forecast only; null if none was.</summary>
    public ModelArtifact? Refit { get; init; }
}
