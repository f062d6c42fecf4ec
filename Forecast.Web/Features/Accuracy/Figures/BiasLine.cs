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
    /// <summary>Σ(expected − sold) ÷ Σ sold; null where nothing was sold.</summary>
    public double? Bias => Lean.Bias;

    /// <summary>The tracking signal: Σ(expected − sold) ÷ mean |expected − sold| (Brown, 1959); null without errors.</summary>
    public double? TrackingSignal => Days > 0 && AbsoluteError > 0 ? SignedError / (AbsoluteError / Days) : null;

    /// <summary>Whether the lean is lasting: more than chance makes of unbiased errors, and enough to matter.</summary>
    public bool IsLasting => Lean.IsLasting;

    /// <summary>What was expected too much, or too little, a day.</summary>
    public double? UnitsPerDay => Days > 0 ? SignedError / Days : null;

    private Lean Lean => new(Days, Actual, SignedError, SquaredError);
}
