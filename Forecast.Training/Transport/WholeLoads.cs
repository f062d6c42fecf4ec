namespace Forecast.Training.Transport;

/// <summary>Rounds up to whole cases, pallets and vehicles.</summary>
internal static class WholeLoads
{
    /// <summary>A surplus that is less than rounding leaves behind, or than anybody would send another one for.</summary>
    public const double Slack = 1e-3;

    /// <summary>How many whole ones an amount takes; nothing takes none.</summary>
    public static double Of(double amount) => Math.Max(0, Math.Ceiling(amount - Slack));
}
