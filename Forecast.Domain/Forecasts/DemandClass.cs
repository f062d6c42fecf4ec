namespace Forecast.Domain.Forecasts;

/// <summary>
/// How demand of one series behaves (Syntetos, Boylan and Croston, 2005): by the average interval between sales (ADI, split at 1.32)
/// and the squared coefficient of variation of the sold quantities (CV², split at 0.49).
/// </summary>
public enum DemandClass
{
    /// <summary>Sells nearly every day in similar quantities.</summary>
    Smooth,

    /// <summary>Sells nearly every day in very different quantities.</summary>
    Erratic,

    /// <summary>Days without sales between sales of similar size.</summary>
    Intermittent,

    /// <summary>Days without sales between sales of very different size.</summary>
    Lumpy,

    /// <summary>Too short a history to know.</summary>
    New,

    /// <summary>No sale for so long that none is expected.</summary>
    Dead,
}
