using Forecast.Tests.Support;
using Forecast.Training.Engine;
using Forecast.Training.Engine.Paths;
using Forecast.Training.Panels;

namespace Forecast.Tests.Training.Engine.Paths;

public class ItemPathsTests
{
    private const int Days = 300, Horizon = 14, Items = 12, Paths = 400;

    [Fact]
    public void EachItem_IsSpreadAsItsOwnQuantiles()
    {
        var forecast = Forecast(together: 0.1);
        var paths = ItemPaths.Draw(forecast, store: 1, Paths, seed: 3);

        Assert.Equal(Enumerable.Range(0, Items), paths.Series);
        foreach (int h in (int[])[0, 6, 13])
        {
            float[] day = [.. Enumerable.Range(0, Paths).Select(n => paths[5, n][h]).Order()];
            int at = 5 * Horizon + h;
            float width = forecast.P90[at] - forecast.P10[at];
            Assert.Equal(forecast.P10[at], day[Paths / 10], 0.12 * width);
            Assert.Equal(forecast.P50[at], day[Paths / 2], 0.12 * width);
            Assert.Equal(forecast.P90[at], day[9 * Paths / 10], 0.12 * width);
        }
    }

    [Fact]
    public void ItemsThatMoveTogether_AreDrawnTogether()
    {
        double apart = ItemPaths.Draw(Forecast(together: 0), 1, Paths, 3).Common,
            together = ItemPaths.Draw(Forecast(together: 0.35), 1, Paths, 3).Common;
        Assert.InRange(apart, 0, 0.2);
        Assert.InRange(together, 0.35, 0.95);
    }

    [Fact]
    public void TotalOfTheItems_IsSpreadAsTheStore()
    {
        var forecast = Forecast(together: 0.2);
        var total = ItemPaths.Draw(forecast, 1, Paths, 3).Total();
        var store = SamplePaths.Draw(PathBasis.UnitsOf(forecast, 1), Paths, 3);

        Assert.Equal(Width(store), Width(total), 0.1 * Width(store));
    }

    [Fact]
    public void Loads_CountItemsOfKnownSizeOnly()
    {
        var paths = ItemPaths.Draw(Forecast(together: 0.2), 1, 10, 3);
        double[] sizes = [.. Enumerable.Range(0, Items).Select(i => i == 0 ? 4.0 : double.NaN)];
        Assert.Equal(paths[0, 7][2] / 4, paths.Total(sizes)[7][2], 4);
    }

    [Fact]
    public void SameSeed_SamePaths()
    {
        var forecast = Forecast(together: 0.2);
        Assert.Equal(ItemPaths.Draw(forecast, 1, 50, 3)[2, 40].ToArray(), ItemPaths.Draw(forecast, 1, 50, 3)[2, 40].ToArray());
    }

    private static double Width(SamplePaths paths) => Enumerable.Range(0, Horizon).Sum(h =>
    {
        float[] day = [.. Enumerable.Range(0, paths.Count).Select(n => paths[n][h]).Order()];
        return day[9 * paths.Count / 10] - day[paths.Count / 10];
    });

    /// <summary>Forecast of one store whose items share a daily shock of this size beside their own noise.</summary>
    private static PanelForecast Forecast(double together)
    {
        var random = new Random(8);
        var quantity = new float[Items * Days];
        for (int t = 0; t < Days; t++)
        {
            double shock = Math.Exp(together * random.Normal());
            for (int s = 0; s < Items; s++)
                quantity[s * Days + t] = random.Poisson((10 + 3 * s) * shock);
        }

        var panel = new Panel
        {
            FirstDay = SamplePanels.FirstDay,
            Days = Days,
            Horizon = Horizon,
            Series = [.. Enumerable.Range(0, Items).Select(s => new PanelSeries(s + 1, 1, s, 0))],
            Quantity = quantity,
        };
        var engine = new ForecastEngine(new EngineOptions { Horizon = Horizon, Models = ["local"] });
        return engine.Predict(engine.Fitted(panel), panel);
    }
}
