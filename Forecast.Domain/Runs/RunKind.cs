namespace Forecast.Domain.Runs;

/// <summary>Why forecasts are computed.</summary>
public enum RunKind
{
    /// <summary>The region's scheduled morning run.</summary>
    Morning,

    /// <summary>A planner's refresh.</summary>
    Refresh,

    /// <summary>A fit from scratch, by an admin or the first run ever.</summary>
    Retrain,
}
