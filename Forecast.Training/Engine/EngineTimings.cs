namespace Forecast.Training.Engine;

/// <summary>Where a fit's time went; one instance may collect over several fits.</summary>
public sealed class EngineTimings
{
    /// <summary>Seconds of the wall clock spent building the global model's features.</summary>
    public double FeatureSeconds { get; internal set; }
}
