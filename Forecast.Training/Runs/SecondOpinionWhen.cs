namespace Forecast.Training.Runs;

/// <summary>After which runs a second opinion is asked for.</summary>
public enum SecondOpinionWhen
{
    /// <summary>After none.</summary>
    Never,

    /// <summary>After those that fit models.</summary>
    Retrains,

    /// <summary>After refreshes and mornings as well: the opinion on the models in use is given anew.</summary>
    EveryRun,
}
