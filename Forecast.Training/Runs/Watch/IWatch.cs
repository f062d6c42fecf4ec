namespace Forecast.Training.Runs.Watch;

/// <summary>One thing the watchdog sees to. Called by one replica at a time, again and again.</summary>
internal interface IWatch
{
    /// <summary>Looks and mends.</summary>
    Task LookAsync(CancellationToken ct);
}
