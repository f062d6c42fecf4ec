namespace Forecast.Domain.Loads;

/// <summary>Where a load stands.</summary>
public enum LoadStatus
{
    /// <summary>Waits for another load to end.</summary>
    Waiting,

    /// <summary>Is being read.</summary>
    Running,

    /// <summary>Ended; every good row is stored.</summary>
    Succeeded,

    /// <summary>Ended early; nothing of it is stored.</summary>
    Failed,
}
