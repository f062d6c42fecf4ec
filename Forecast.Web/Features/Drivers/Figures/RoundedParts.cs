namespace Forecast.Web.Features.Drivers.Figures;

/// <summary>
/// Rounds parts so that what is shown adds up to the total shown, by the largest remainder (Hamilton): none is off by one unit or more.
/// </summary>
internal static class RoundedParts
{
    /// <summary>The parts in whole units of the last digit shown.</summary>
    /// <param name="parts">The parts; rounding apart, they add up to the total.</param>
    /// <param name="total">The total, which is rounded as any other figure is.</param>
    /// <param name="digits">Digits after the point.</param>
    public static double[] Of(IReadOnlyList<double> parts, double total, int digits)
    {
        double unit = Math.Pow(10, digits);
        double[] floors = [.. parts.Select(p => Math.Floor(p * unit))];
        int missing = (int)(Math.Round(total * unit, MidpointRounding.AwayFromZero) - floors.Sum());
        foreach (int i in Enumerable.Range(0, floors.Length).OrderByDescending(i => parts[i] * unit - floors[i]).Take(missing))
            floors[i]++;
        return [.. floors.Select(f => f / unit)];
    }
}
