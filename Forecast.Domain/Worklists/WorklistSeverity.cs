namespace Forecast.Domain.Worklists;

/// <summary>How far beyond its threshold something is; how many units it is about is another matter.</summary>
public enum WorklistSeverity
{
    /// <summary>Beyond the threshold.</summary>
    Low,

    /// <summary>Beyond one and a half times the threshold.</summary>
    Medium,

    /// <summary>Beyond two and a half times the threshold.</summary>
    High,
}
