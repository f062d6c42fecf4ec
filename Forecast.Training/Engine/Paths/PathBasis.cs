namespace Forecast.Training.Engine.Paths;

/// <summary>What sample paths of a total are drawn from: its mean path and how the same total did in the backtests.</summary>
/// <param name="Mean">Expected per day of the horizon.</param>
/// <param name="BacktestActual">origins × horizon; NaN where not known.</param>
/// <param name="BacktestPredicted">origins × horizon.</param>
/// <param name="Origins">Backtest origins, oldest first.</param>
public sealed record PathBasis(float[] Mean, float[] BacktestActual, float[] BacktestPredicted, DateOnly[] Origins)
{
    /// <summary>As how many windows without a day in common the backtests count.</summary>
    internal double IndependentWindows => Origins.Length == 0
        ? 0
        : Math.Min(Origins.Length, (Origins[^1].DayNumber - Origins[0].DayNumber + Mean.Length) / (double)Mean.Length);

    /// <summary>Units of all items of a store.</summary>
    public static PathBasis UnitsOf(PanelForecast forecast, int store) => Of(forecast, store, null);

    /// <summary>
    /// Transport units (pallets, say) of the items of a store whose size is known. The backtests are kept per category, so a category's mix
    /// of items is taken to have been in the past what it is in the forecast.
    /// </summary>
    /// <param name="forecast">The forecast.</param>
    /// <param name="store">Store code.</param>
    /// <param name="unitsPerLoad">Per series of the forecast: units in one transport unit; NaN where not known.</param>
    public static PathBasis LoadsOf(PanelForecast forecast, int store, IReadOnlyList<double> unitsPerLoad)
    {
        ArgumentNullException.ThrowIfNull(unitsPerLoad);
        ArgumentNullException.ThrowIfNull(forecast);
        if (unitsPerLoad.Count != forecast.Series.Count)
            throw new ArgumentException(
                $"Got sizes of {unitsPerLoad.Count} series; the forecast has {forecast.Series.Count}.", nameof(unitsPerLoad));
        return Of(forecast, store, unitsPerLoad);
    }

    private static PathBasis Of(PanelForecast forecast, int store, IReadOnlyList<double>? unitsPerLoad)
    {
        ArgumentNullException.ThrowIfNull(forecast);
        int horizon = forecast.Horizon;
        var mean = new float[horizon];
        var share = new Dictionary<int, (double Loads, double Units)>();
        for (int s = 0; s < forecast.Series.Count; s++)
        {
            if (forecast.Series[s].Store != store)
                continue;
            double size = unitsPerLoad is null ? 1 : unitsPerLoad[s], units = 0, known = double.IsFinite(size) && size > 0 ? 1 / size : 0;
            for (int h = 0; h < horizon; h++)
            {
                float expected = forecast.Mean[s * horizon + h];
                mean[h] += (float)(expected * known);
                units += expected;
            }

            var category = share.GetValueOrDefault(forecast.Series[s].Category);
            share[forecast.Series[s].Category] = (category.Loads + units * known, category.Units + units);
        }

        var cube = forecast.Backtest;
        int size2 = cube.Origins.Length * cube.Horizon;
        float[] actual = new float[size2], predicted = new float[size2];
        for (int g = 0; g < cube.Groups.Length; g++)
        {
            if (cube.Groups[g].Store != store || !share.TryGetValue(cube.Groups[g].Category, out var mix) || mix.Units <= 0)
                continue;
            float each = (float)(mix.Loads / mix.Units);
            for (int i = 0; i < size2; i++)
            {
                actual[i] += each * cube.Actual[g * size2 + i];
                predicted[i] += each * cube.Predicted[g * size2 + i];
            }
        }

        return new PathBasis(mean, actual, predicted, cube.Origins);
    }
}
