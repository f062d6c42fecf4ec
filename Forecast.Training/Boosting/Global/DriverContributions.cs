namespace Forecast.Training.Boosting.Global;

/// <summary>One forecast by its reasons, in units; the values add up to the forecast.</summary>
/// <param name="Mean">The forecast.</param>
/// <param name="Base">What the model expects of a series of this level before it knows anything else.</param>
/// <param name="ByDriver">What each driver adds or takes.</param>
public sealed record DriverContributions(double Mean, double Base, IReadOnlyDictionary<DemandDriver, double> ByDriver)
{
    internal static DriverContributions Flat(double mean) => new(mean, mean, new Dictionary<DemandDriver, double>());

    /// <summary>
    /// From the exact shares of the features. With a log link these are factors; their logarithms divide the difference between forecast
    /// and base in proportion, which keeps order and sign and adds up.
    /// </summary>
    internal static DriverContributions Of(BoostedTrees trees, IReadOnlyList<int> columns, ReadOnlySpan<float> row, float level)
    {
        var shares = new double[columns.Count + 1];
        trees.Contributions(row, shares);
        var means = new float[] { (float)shares[^1], (float)shares.Sum() };
        trees.Loss.Mean(means);
        double start = means[0] * (double)level, mean = Math.Max(0, means[1] * (double)level), moved = shares.Sum() - shares[^1];
        double unit = Math.Abs(moved) > 1e-9 ? (mean - start) / moved : 0;
        var byDriver = new Dictionary<DemandDriver, double>();
        for (int c = 0; c < columns.Count; c++)
        {
            var driver = GlobalFeatures.All[columns[c]].Driver;
            byDriver[driver] = byDriver.GetValueOrDefault(driver) + (shares[c] * unit);
        }

        return new DriverContributions(mean, unit == 0 ? mean : start, byDriver);
    }
}
