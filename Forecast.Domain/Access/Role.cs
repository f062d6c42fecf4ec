namespace Forecast.Domain.Access;

/// <summary>What a user may do.</summary>
public enum Role
{
    /// <summary>Sees the forecasts of granted regions.</summary>
    Viewer,

    /// <summary>Sees and refreshes the forecasts of granted regions.</summary>
    Planner,

    /// <summary>Sees all regions, loads data, retrains, watches runs and models.</summary>
    Admin,
}
