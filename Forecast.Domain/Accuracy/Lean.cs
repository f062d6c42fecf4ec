namespace Forecast.Domain.Accuracy;

/// <summary>Whether the errors of a total lean to one side, over the days of four weeks.</summary>
/// <param name="Days">Days scored.</param>
/// <param name="Actual">Units sold.</param>
/// <param name="SignedError">Σ(expected − sold).</param>
/// <param name="SquaredError">Σ(expected − sold)².</param>
public sealed record Lean(int Days, double Actual, double SignedError, double SquaredError)
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

    /// <summary>How many times what chance may do it is: lasting from 1 on; 0 without errors.</summary>
    public double Strength => SquaredError > 0 ? Math.Abs(SignedError) / (Beyond * Math.Sqrt(SquaredError)) : 0;

    /// <summary>Whether it is lasting: more than chance makes of unbiased errors, and enough to matter.</summary>
    public bool IsLasting => Days >= Fewest && Strength > 1 && Bias is { } bias && Math.Abs(bias) >= Slight;
}
