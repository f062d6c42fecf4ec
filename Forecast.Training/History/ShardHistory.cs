using Forecast.Domain.Catalog;
using Forecast.Training.Engine;

namespace Forecast.Training.History;

/// <summary>The history that forecasts are computed from: whoever computes one again must read the same.</summary>
internal static class ShardHistory
{
    /// <summary>Days an update reads: what the models look back at, which reaches beyond the year ago and the weeks on show.</summary>
    private const int RecentDays = EngineOptions.LookBackDays;

    /// <summary>What a fit reads: everything.</summary>
    public static PanelQuery ForFit(Region region, DateOnly origin, int horizon) => new(region, origin, horizon);

    /// <summary>What folding new days into stored state reads.</summary>
    public static PanelQuery ForUpdate(Region region, DateOnly origin, int horizon) =>
        new(region, origin, horizon, origin.AddDays(-RecentDays), Trims: false);

    /// <summary>What learning over all series reads: the days whose forecasts teach, and what those look back at.</summary>
    public static PanelQuery ForLearning(Region region, DateOnly origin, int horizon) =>
        new(region, origin, horizon, origin.AddDays(-GlobalLearner.TeachingDays - RecentDays - horizon));
}
