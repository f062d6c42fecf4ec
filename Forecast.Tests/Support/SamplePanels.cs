using Forecast.Training.Engine;
using Forecast.Training.Panels;

namespace Forecast.Tests.Support;

/// <summary>Small seeded panels for engine tests.</summary>
internal static class SamplePanels
{
    public static readonly DateOnly FirstDay = new(2024, 1, 1);

    /// <summary>Weekly demand with noise: series s sells about 10·(s mod 5 + 1) a day, more at weekends.</summary>
    public static Panel Weekly(int series, int days, int horizon = 14, int seed = 1)
    {
        var random = new Random(seed);
        var quantity = new float[series * days];
        for (int s = 0; s < series; s++)
        {
            for (int t = 0; t < days; t++)
            {
                double weekday = t % 7 >= 5 ? 1.6 : 0.9;
                quantity[s * days + t] = (float)Math.Round(10 * (s % 5 + 1) * weekday * (0.7 + 0.6 * random.NextDouble()));
            }
        }

        return Of(quantity, series, days, horizon);
    }

    public static Panel Of(float[] quantity, int series, int days, int horizon = 14) => new()
    {
        FirstDay = FirstDay,
        Days = days,
        Horizon = horizon,
        Series = [.. Enumerable.Range(0, series).Select(s => new PanelSeries(100 + s, s / 4, s % 4, s % 2))],
        Quantity = quantity,
    };

    /// <summary>A fit that stops with the test run.</summary>
    public static FittedPanel Fitted(this ForecastEngine engine, Panel panel) => engine.Fit(panel, TestContext.Current.CancellationToken);

    /// <summary>The same panel, some days shorter.</summary>
    public static Panel Before(Panel panel, int lastDays)
    {
        int days = panel.Days - lastDays;
        var quantity = new float[panel.Series.Count * days];
        for (int s = 0; s < panel.Series.Count; s++)
            panel.Quantity.AsSpan(s * panel.Days, days).CopyTo(quantity.AsSpan(s * days));
        return new Panel { FirstDay = panel.FirstDay, Days = days, Horizon = panel.Horizon, Series = panel.Series, Quantity = quantity };
    }
}
