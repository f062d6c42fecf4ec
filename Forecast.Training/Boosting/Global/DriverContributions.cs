namespace Forecast.Training.Boosting.Global;

/// <summary>One forecast by its reasons, in units; base and drivers add up to the mean.</summary>
/// <param name="Mean">The forecast.</param>
/// <param name="Base">The usual level: what is expected of an ordinary day before anything else is known of it.</param>
/// <param name="ByDriver">What each driver adds or takes; a driver that does nothing may be missing, <see cref="DemandDriver.Base"/> always
/// is.</param>
public sealed record DriverContributions(double Mean, double Base, IReadOnlyDictionary<DemandDriver, double> ByDriver)
{
    /// <summary>From one value per driver, the base among them.</summary>
    internal static DriverContributions Of(double mean, ReadOnlySpan<double> units)
    {
        var byDriver = new Dictionary<DemandDriver, double>();
        for (int d = 1; d < units.Length; d++)
        {
            if (units[d] != 0)
                byDriver[(DemandDriver)d] = units[d];
        }

        return new DriverContributions(mean, units[(int)DemandDriver.Base], byDriver);
    }
}
