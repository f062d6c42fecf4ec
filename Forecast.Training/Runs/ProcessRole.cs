namespace Forecast.Training.Runs;

/// <summary>What a process does; the setting "Role".</summary>
public enum ProcessRole
{
    /// <summary>Serves pages and computes forecasts.</summary>
    All,

    /// <summary>Serves pages; asks for runs but computes none.</summary>
    Web,

    /// <summary>Computes forecasts.</summary>
    Worker,
}
