namespace Forecast.Domain.Forecasts;

/// <summary>
/// How well past forecasts met what was sold, one to <see cref="Days"/> days ahead, from the sums that each store's outlook holds.
/// </summary>
public static class BacktestAccuracy
{
    /// <summary>Steps scored: what a planner acts on.</summary>
    public const int Days = 7;

    /// <summary>
    /// WAPE beyond that of the baseline by this share is worse than it. Of slow sellers, good means and the baseline miss alike.
    /// </summary>
    private const double Margin = 0.05;

    /// <summary>WAPE that is printed as 0.0 %.</summary>
    private const double Nothing = 0.0005;

    /// <summary>Σ|residual| ÷ Σ|actual|, pooled over stores before dividing; null where nothing was sold.</summary>
    /// <param name="stores">Per store: the two sums per step.</param>
    public static double? Wape(IEnumerable<(float[] AbsoluteResidual, float[] AbsoluteActual)> stores)
    {
        ArgumentNullException.ThrowIfNull(stores);
        double missed = 0, demand = 0;
        foreach (var (residual, actual) in stores)
        {
            missed += residual.Take(Days).Sum(units => (double)units);
            demand += actual.Take(Days).Sum(units => (double)units);
        }

        return demand == 0 ? null : missed / demand;
    }

    /// <summary>
    /// Two scores as far as they tell anything: where neither forecast nor baseline misses, every day sold the same or next to nothing was
    /// sold, and both are undefined rather than good.
    /// </summary>
    public static (double? Wape, double? NaiveWape) Telling(double? wape, double? naiveWape) =>
        wape < Nothing && naiveWape < Nothing ? (null, null) : (wape, naiveWape);

    /// <summary>
    /// Whether forecasts missed by more than the seasonal-naive baseline, both by WAPE; false where there is nothing to compare.
    /// </summary>
    public static bool IsWorseThanBaseline(double? wape, double? naiveWape) => wape > naiveWape * (1 + Margin);
}
