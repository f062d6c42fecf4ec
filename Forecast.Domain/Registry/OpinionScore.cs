using Forecast.Domain.Forecasts;

namespace Forecast.Domain.Registry;

/// <summary>
/// Seasonal naive, our own forecast and an independent model on the same days of the same series. Ratios; null = undefined.
/// </summary>
/// <param name="Class">The demand class; null for all series together.</param>
/// <param name="Series">Series scored.</param>
/// <param name="NaiveWape">WAPE of seasonal naive.</param>
/// <param name="OwnWape">WAPE of our own combination.</param>
/// <param name="IndependentWape">WAPE of the independent model.</param>
/// <param name="NaiveRmsse">RMSSE of seasonal naive, mean over series.</param>
/// <param name="OwnRmsse">RMSSE of our own combination.</param>
/// <param name="IndependentRmsse">RMSSE of the independent model.</param>
/// <param name="BetterBy">WAPE of the independent model − our own: positive where ours is better.</param>
/// <param name="BetterByAtLeast">Lower end of its 95 % interval.</param>
/// <param name="BetterByAtMost">Upper end of it.</param>
public sealed record OpinionScore(
    DemandClass? Class,
    int Series,
    double? NaiveWape,
    double? OwnWape,
    double? IndependentWape,
    double? NaiveRmsse,
    double? OwnRmsse,
    double? IndependentRmsse,
    double? BetterBy,
    double? BetterByAtLeast,
    double? BetterByAtMost)
{
    /// <summary>Whether the independent model is better by more than the uncertainty of the difference.</summary>
    public bool IndependentIsBetter => BetterByAtMost < 0;

    /// <summary>Whether ours is better by more than the uncertainty of the difference.</summary>
    public bool OwnIsBetter => BetterByAtLeast > 0;
}
