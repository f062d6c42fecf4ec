namespace Forecast.Domain.Forecasts;

/// <summary>How a series sells, after Syntetos, Boylan and Croston (2005), with the two ends of a life.</summary>
public enum DemandClass
{
    /// <summary>Sells often, in similar amounts.</summary>
    Smooth,

    /// <summary>Sells often, in varying amounts.</summary>
    Erratic,

    /// <summary>Sells seldom, in similar amounts.</summary>
    Intermittent,

    /// <summary>Sells seldom, in varying amounts.</summary>
    Lumpy,

    /// <summary>Too short a history to tell.</summary>
    New,

    /// <summary>Has stopped selling.</summary>
    Dead,

    /// <summary>Silent for longer than its own gaps explain, while others went on selling: ended, or known by another code now?</summary>
    Ended,
}
