namespace Forecast.Domain.Worklists;

/// <summary>What people have done about a line of the worklist.</summary>
public enum WorklistStatus
{
    /// <summary>Nothing yet.</summary>
    Open,

    /// <summary>Somebody has looked at it and is done with it.</summary>
    Reviewed,

    /// <summary>Put off until a day.</summary>
    Snoozed,
}
