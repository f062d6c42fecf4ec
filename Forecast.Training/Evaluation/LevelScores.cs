namespace Forecast.Training.Evaluation;

/// <summary>
/// Scores of daily sums at one level. Days on which nothing was forecast and nothing sold (closed, not loaded) say nothing and do not
/// count.
/// </summary>
/// <param name="Groups">Series, stores, categories or regions scored.</param>
/// <param name="Days">Daily sums scored.</param>
/// <param name="Coverage">Share of them inside the 80 % band.</param>
/// <param name="Below">Share below the band; a tenth is wanted.</param>
/// <param name="Above">Share above the band; likewise.</param>
/// <param name="Wape">Of the mean, a ratio.</param>
/// <param name="Bias">Of the mean; positive means over-forecast.</param>
/// <param name="Pinball10">Σ pinball loss of the lower end ÷ Σ actual.</param>
/// <param name="Pinball90">The same of the upper end.</param>
public sealed record LevelScores(
    int Groups, int Days, double? Coverage, double? Below, double? Above, double? Wape, double? Bias, double? Pinball10, double? Pinball90);
