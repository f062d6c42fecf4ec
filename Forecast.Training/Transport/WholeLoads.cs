namespace Forecast.Training.Transport;

/// <summary>Rounds up to whole cases, pallets and vehicles.</summary>
internal static class WholeLoads
{
    /// <summary>A surplus that is less than rounding leaves behind, or than anybody would send another one for.</summary>
    public const double Slack = 1e-3;

    /// <summary>How many whole ones an amount takes; nothing takes none.</summary>
    /// <param name="amount">The amount.</param>
    /// <param name="slack">Surplus that takes no other one.</param>
    public static double Of(double amount, double slack = Slack) => Math.Max(0, Math.Ceiling(amount - slack));
}
