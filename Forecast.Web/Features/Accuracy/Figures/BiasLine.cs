using Forecast.Domain.Accuracy;

namespace Forecast.Web.Features.Accuracy.Figures;

/// <summary>How the forecasts of a store's or a category's total have leaned over the last four weeks, one day ahead.</summary>
/// <param name="Grain">Store or category.</param>
/// <param name="Key">Code of the store, or the category.</param>
/// <param name="Name">What people read.</param>
/// <param name="Days">Days scored.</param>
/// <param name="High">Of them: days of which too much was expected.</param>
/// <param name="Actual">Units sold.</param>
/// <param name="SignedError">Σ(expected − sold).</param>
/// <param name="AbsoluteError">Σ|expected − sold|.</param>
/// <param name="SquaredError">Σ(expected − sold)².</param>
public sealed record BiasLine(
    AccuracyGrain Grain, string Key, string Name, int Days, int High, double Actual, double SignedError, double AbsoluteError,
    double SquaredError)
{
    /// <summary>Days looked at.</summary>
    public const int Window = 28;

    /// <summary>Days below which nothing is concluded.</summary>
    public const int Fewest = 14;

    /// <summary>
    /// Standard deviations beyond which a sum of errors is no chance: if errors were independent and unbiased, three in a thousand would
    /// get there.
    /// </summary>
    private const double Beyond = 3;

    /// <summary>Bias below this is too small to act on, however certain.</summary>
    private const double Slight = 0.02;

    /// <summary>Σ(expected − sold) ÷ Σ sold; null where nothing was sold.</summary>
    public double? Bias => Actual > 0 ? SignedError / Actual : null;

    /// <summary>The tracking signal: Σ(expected − sold) ÷ mean |expected − sold| (Brown, 1959); null without errors.</summary>
    public double? TrackingSignal => Days > 0 && AbsoluteError > 0 ? SignedError / (AbsoluteError / Days) : null;

    /// <summary>Whether the lean is lasting: more than chance makes of unbiased errors, and enough to matter.</summary>
    public bool IsLasting =>
        Days >= Fewest && Math.Abs(SignedError) > Beyond * Math.Sqrt(SquaredError) && Bias is { } bias && Math.Abs(bias) >= Slight;

    /// <summary>What was expected too much, or too little, a day.</summary>
    public double? UnitsPerDay => Days > 0 ? SignedError / Days : null;
}
