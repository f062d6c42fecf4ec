namespace Forecast.Training.Worklists.Detectors;

/// <summary>The detectors, each of which is a file of its own.</summary>
internal static class AllDetectors
{
    private static readonly IDetector[] All =
    [
        new DemandShift(), new ForecastChange(), new BacktestBias(), new PublishedBias(), new ZeroForecast(), new EmptyShelves(),
        new Newcomers(), new Endings(),
        new MissingSales(), new RejectedRows(), new WideBand(), new SimplerModel(), new FailedFits(),
        new TransportPeaks(),
    ];

    /// <summary>What they find, the weightiest first.</summary>
    public static IReadOnlyList<Finding> Find(RegionPicture picture) =>
        [.. All.SelectMany(d => d.Find(picture)).OrderByDescending(f => f.Rank).ThenBy(f => f.About.Key, StringComparer.Ordinal)];
}
