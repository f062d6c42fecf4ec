using Forecast.Training.Numerics;

namespace Forecast.Training.Engine.Paths;

/// <summary>
/// Joint sample paths of the items of a store. Each item and day is spread as its own P10, P50 and P90 say; items go together as much as it
/// takes for their total to be spread as the store's own calibrated interval; days go together as the store's days do.
/// </summary>
/// <remarks>
/// The backtests keep no residuals per series, so one share of the variance is common to all items of the store. It is found by bisection,
/// with the same draws throughout: the wider the total has to be, the more the items share.
/// </remarks>
public sealed class ItemPaths
{
    private const int Bisections = 7;

    /// <summary>No two items go together more than this.</summary>
    private const double MostCommon = 0.95;

    private readonly float[] values;

    private ItemPaths(float[] values, int[] series, int count, int horizon, double common) =>
        (this.values, Series, Count, Horizon, Common) = (values, series, count, horizon, common);

    /// <summary>Positions of the items' series in the forecast, in the order of the paths.</summary>
    public IReadOnlyList<int> Series { get; }

    /// <summary>Paths.</summary>
    public int Count { get; }

    /// <summary>Days of each.</summary>
    public int Horizon { get; }

    /// <summary>Share of each item's variance that all items of the store have in common.</summary>
    public double Common { get; }

    /// <summary>One path of the item at a position of <see cref="Series"/>, in units.</summary>
    public ReadOnlySpan<float> this[int item, int path] => values.AsSpan((item * Count + path) * Horizon, Horizon);

    /// <summary>Draws joint paths of a store's items. The same forecast, count and seed give the same paths.</summary>
    public static ItemPaths Draw(PanelForecast forecast, int store, int count, int seed)
    {
        ArgumentNullException.ThrowIfNull(forecast);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        int horizon = forecast.Horizon;
        int[] series = [.. Enumerable.Range(0, forecast.Series.Count).Where(s => forecast.Series[s].Store == store)];
        var basis = PathBasis.UnitsOf(forecast, store);
        var dependence = DayDependence.Learn(basis.BacktestActual, basis.BacktestPredicted, horizon, basis.IndependentWindows);
        var shared = SamplePaths.Scores(dependence, count, horizon, seed);
        var own = series.Select(s => SamplePaths.Scores(dependence, count, horizon, HashCode(seed, forecast.Series[s].SeriesId))).ToArray();
        var curves = series.SelectMany(s => Enumerable.Range(s * horizon, horizon), (_, i) =>
            new QuantileCurve([0.1, 0.5, 0.9], [forecast.P10[i], forecast.P50[i], forecast.P90[i]])).ToArray();
        double wanted = Width(SamplePaths.Days(basis).Select(day => (day.At(Normal.Quantile(0.1)), day.At(Normal.Quantile(0.9))))), low = 0,
            high = MostCommon;
        var drawn = new float[series.Length * count * horizon];
        for (int i = 0; i < Bisections; i++)
        {
            Fill(drawn, curves, shared, own, (low + high) / 2, count, horizon);
            if (Width(Spread(drawn, count, horizon)) < wanted)
                low = (low + high) / 2;
            else
                high = (low + high) / 2;
        }

        Fill(drawn, curves, shared, own, low, count, horizon);
        return new ItemPaths(drawn, series, count, horizon, low);
    }

    /// <summary>
    /// Paths of the items' total: units, or transport units where <paramref name="unitsPerLoad"/> says how many units fill one; unknown
    /// sizes are left out.
    /// </summary>
    public SamplePaths Total(IReadOnlyList<double>? unitsPerLoad = null)
    {
        if (unitsPerLoad is not null && unitsPerLoad.Count != Series.Count)
            throw new ArgumentException($"Got sizes of {unitsPerLoad.Count} items; there are {Series.Count}.", nameof(unitsPerLoad));
        var total = new float[Count * Horizon];
        for (int item = 0; item < Series.Count; item++)
        {
            double size = unitsPerLoad is null ? 1 : unitsPerLoad[item];
            if (!double.IsFinite(size) || size <= 0)
                continue;
            for (int i = 0; i < total.Length; i++)
                total[i] += (float)(values[item * total.Length + i] / size);
        }

        return SamplePaths.Of(total, Horizon);
    }

    private static void Fill(float[] values, QuantileCurve[] curves, double[] shared, double[][] own, double common, int count, int horizon)
    {
        double together = Math.Sqrt(common), apart = Math.Sqrt(1 - common);
        Parallel.For(0, own.Length, item =>
        {
            for (int i = 0; i < count * horizon; i++)
                values[item * count * horizon + i] = (float)curves[item * horizon + i % horizon]
                    .At(together * shared[i] + apart * own[item][i]);
        });
    }

    /// <summary>P10 and P90 of the items' total per day.</summary>
    private static IEnumerable<(double Low, double High)> Spread(float[] values, int count, int horizon)
    {
        var day = new double[count];
        for (int h = 0; h < horizon; h++)
        {
            day.AsSpan().Clear();
            for (int i = h; i < values.Length; i += horizon)
                day[i / horizon % count] += values[i];
            Array.Sort(day);
            yield return (day[(int)(0.1 * count)], day[(int)(0.9 * count)]);
        }
    }

    private static double Width(IEnumerable<(double Low, double High)> days) => days.Sum(d => d.High - d.Low);

    /// <summary>A seed of a series' own, the same on every machine.</summary>
    private static int HashCode(int seed, int series) => unchecked((seed * 486_187_739) + ((series + 1) * 16_777_619));
}
