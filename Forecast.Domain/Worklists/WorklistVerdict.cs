namespace Forecast.Domain.Worklists;

/// <summary>Whether a line was right, once the days it was about have been sold.</summary>
public enum WorklistVerdict
{
    /// <summary>What it said came about.</summary>
    Right,

    /// <summary>It did not.</summary>
    Wrong,

    /// <summary>Nobody can tell: sales of these days are not loaded, or its kind cannot be judged.</summary>
    Unknown,
}
