using Forecast.Tests.Support;
using Forecast.Training.Engine;
using Forecast.Training.Panels;

namespace Forecast.Tests.Training.Panels;

/// <summary>Sales of known demand: overdispersed counts with a weekday and a wandering level, cut off where the shelf ran empty.</summary>
internal sealed class ShelfPanel
{
    public const int Days = 420, Horizon = 14;

    private ShelfPanel(float[] demand, float[] sold, float[] stockedOut, int series) =>
        (Demand, Sold, StockedOut, Series) = (demand, sold, stockedOut, series);

    public int Series { get; }

    /// <summary>Series × (days + horizon).</summary>
    public float[] Demand { get; }

    public float[] Sold { get; }

    public float[] StockedOut { get; }

    /// <summary>Draws demand and what the shelf could serve of it.</summary>
    /// <param name="mean">Units a day.</param>
    /// <param name="reach">The shelf holds this multiple of what is expected of the day; demand beyond it is lost.</param>
    /// <param name="series">Series.</param>
    public static ShelfPanel Create(double mean, double reach, int series = 40)
    {
        var random = new Random(11);
        float[] demand = new float[series * (Days + Horizon)], sold = new float[series * Days], empty = new float[series * Days];
        for (int s = 0; s < series; s++)
        {
            double wander = 0;
            for (int t = 0; t < Days + Horizon; t++)
            {
                wander = 0.98 * wander + 0.03 * random.Normal();
                double expected = mean * Math.Exp(wander) * (t % 7 >= 5 ? 1.5 : 0.8);
                float wanted = demand[s * (Days + Horizon) + t] = random.Poisson(expected * random.Gamma(4)),
                    shelf = (float)Math.Ceiling(reach * expected);
                if (t >= Days)
                    continue;
                sold[s * Days + t] = Math.Min(wanted, shelf);
                empty[s * Days + t] = wanted >= shelf ? 1 : 0;
            }
        }

        return new ShelfPanel(demand, sold, empty, series);
    }

    public Panel Marked => Of(Sold, StockedOut);

    /// <summary>What a system without marks would see.</summary>
    public Panel Unmarked => Of(Sold, null);

    /// <summary>What skipping the days would leave.</summary>
    public Panel Skipped => Of([.. Sold.Select((sold, i) => StockedOut[i] > 0 ? float.NaN : sold)], null);

    /// <summary>Σ(forecast − demand) ÷ Σ demand over the horizon, and the root mean squared residual.</summary>
    public (double Bias, double Rmse) Score(Panel panel)
    {
        var engine = new ForecastEngine(new EngineOptions { Horizon = Horizon, Threads = 2, Models = ["local"] });
        var mean = engine.Predict(engine.Fitted(panel), panel).Mean;
        double off = 0, squares = 0, total = 0;
        for (int i = 0; i < mean.Length; i++)
        {
            double demand = Demand[i / Horizon * (Days + Horizon) + Days + i % Horizon];
            off += mean[i] - demand;
            squares += (mean[i] - demand) * (mean[i] - demand);
            total += demand;
        }

        return (off / total, Math.Sqrt(squares / mean.Length));
    }

    private Panel Of(float[] quantity, float[]? stockedOut) => new()
    {
        FirstDay = Support.SamplePanels.FirstDay,
        Days = Days,
        Horizon = Horizon,
        Series = [.. Enumerable.Range(0, Series).Select(s => new PanelSeries(s + 1, s / 10, s % 10, 0))],
        Quantity = quantity,
        StockedOut = stockedOut,
    };
}
