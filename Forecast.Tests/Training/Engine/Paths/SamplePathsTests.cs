using Forecast.Domain.Forecasts;
using Forecast.Tests.Support;
using Forecast.Training.Engine;
using Forecast.Training.Engine.Paths;

namespace Forecast.Tests.Training.Engine.Paths;

public class SamplePathsTests
{
    private const int Horizon = 14, Paths = 1000;

    [Fact]
    public void EachDay_IsSpreadAsItsCalibratedInterval()
    {
        var basis = new World(0.3, 0.4).Basis(new Random(1), windows: 12);
        var paths = SamplePaths.Draw(basis, Paths, seed: 5);
        var band = AggregateInterval.At(
            QuantileLevel.P10, QuantileLevel.P90, basis.Mean, basis.BacktestActual, basis.BacktestPredicted, basis.Origins.Length);
        var middle = AggregateInterval.At(
            QuantileLevel.Median, QuantileLevel.P90, basis.Mean, basis.BacktestActual, basis.BacktestPredicted, basis.Origins.Length);

        for (int h = 0; h < Horizon; h++)
        {
            float[] day = [.. Enumerable.Range(0, Paths).Select(n => paths[n][h]).Order()];
            Assert.Equal(band.Lower[h], day[Paths / 10], 0.02 * basis.Mean[h]);
            Assert.Equal(middle.Lower[h], day[Paths / 2], 0.02 * basis.Mean[h]);
            Assert.Equal(band.Upper[h], day[9 * Paths / 10], 0.02 * basis.Mean[h]);
        }
    }

    [Fact]
    public void SameSeed_SamePaths_AnotherSeed_Others()
    {
        var basis = new World(0.3, 0.4).Basis(new Random(1), windows: 8);
        var first = SamplePaths.Draw(basis, 50, 5);
        Assert.Equal(first[17].ToArray(), SamplePaths.Draw(basis, 50, 5)[17].ToArray());
        Assert.NotEqual(first[17].ToArray(), SamplePaths.Draw(basis, 50, 6)[17].ToArray());
    }

    [Fact]
    public void ClosedDays_AreZero_AndNothingIsNegative()
    {
        var basis = new World(0.3, 0.4, deviation: 0.9).Basis(new Random(2), windows: 8);
        basis.Mean[3] = 0;
        var paths = SamplePaths.Draw(basis, Paths, 1);
        for (int n = 0; n < Paths; n++)
        {
            Assert.Equal(0, paths[n][3]);
            Assert.DoesNotContain(paths[n].ToArray(), demand => !(demand >= 0) || float.IsInfinity(demand));
        }
    }

    [Fact]
    public void WithoutBacktests_DemandLiesBetweenNothingAndTwiceTheMean_NineTimesInTenOnEachSide()
    {
        var paths = SamplePaths.Draw(new PathBasis([10, 20], [], [], []), Paths, 1);
        Assert.InRange(TransportOdds.Exceeding(paths, 20)[0], 0.09, 0.11);
        Assert.InRange(TransportOdds.Exceeding(paths, 20)[1], 0.49, 0.51);
    }

    /// <summary>
    /// Many worlds of known dependence, each seen through a few backtest windows only; the odds stated are held against what then happens.
    /// </summary>
    [Theory]
    [InlineData(0.0, 0.0)]
    [InlineData(0.0, 0.6)]
    [InlineData(0.4, 0.3)]
    [InlineData(0.7, 0.0)]
    public void OddsOfWeeks_AreThoseThatComeTrue(double shared, double carried)
    {
        const int Worlds = 200;
        var world = new World(shared, carried);
        var random = new Random(17);
        // What a week and its largest day exceed once in five.
        double week = Quantile(random, 0.8, _ => world.Residuals(random).Take(7).Sum(r => 100 * (1 + r))),
            peak = Quantile(random, 0.8, _ => world.Residuals(random).Take(7).Max(r => 100 * (1 + r)));
        double weekOdds = 0, peakOdds = 0, inside = 0;
        for (int w = 0; w < Worlds; w++)
        {
            var paths = SamplePaths.Draw(world.Basis(random, windows: 12), 400, w);
            weekOdds += TransportOdds.Exceeding(paths, week, 0, 7) / Worlds;
            peakOdds += TransportOdds.ExceedingOnAnyDay(paths, peak, 0, 7) / Worlds;
            double came = world.Residuals(random).Take(7).Sum(r => 100 * (1 + r)), below = 1 - TransportOdds.Exceeding(paths, came, 0, 7);
            inside += below is > 0.1 and < 0.9 ? 1.0 / Worlds : 0;
        }

        Assert.InRange(weekOdds, 0.15, 0.25);
        Assert.InRange(peakOdds, 0.15, 0.26);
        Assert.InRange(inside, 0.68, 0.9);
    }

    [Fact]
    public void DependenceOfTheDays_IsFound()
    {
        var random = new Random(3);
        foreach (var (shared, carried) in ((double, double)[])[(0, 0), (0.5, 0), (0, 0.7), (0.4, 0.4)])
        {
            var basis = new World(shared, carried).Basis(random, windows: 52);
            var found = DayDependence.Learn(basis.BacktestActual, basis.BacktestPredicted, Horizon, basis.IndependentWindows);
            var truth = new DayDependence(shared, carried);
            foreach (int lag in (int[])[1, 3, 7])
                Assert.Equal(truth.Correlation(lag), found.Correlation(lag), 0.15);
        }
    }

    [Fact]
    public void Odds_AreSharesOfThePaths()
    {
        var paths = SamplePaths.Of([1, 2, 3, 3, 2, 1, 5, 5, 5, 0, 0, 0], 3);
        Assert.Equal([0.5, 0.25, 0.5], TransportOdds.Exceeding(paths, 2));
        Assert.Equal(0.75, TransportOdds.ExceedingOnAnyDay(paths, 2, 0, 3));
        Assert.Equal(0.25, TransportOdds.ExceedingOnAnyDay(paths, 3, 0, 3));
        Assert.Equal(0.75, TransportOdds.Exceeding(paths, 5, 0, 3));
        Assert.Equal(0.25, TransportOdds.StayingBelow(paths, 10, 0.5, 0, 3));
        Assert.Equal(0.75, TransportOdds.StayingBelow(paths, 20, 0.5, 0, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => TransportOdds.Exceeding(paths, 5, 1, 3));
    }

    [Fact]
    public void TransportUnits_WeighEveryItemByItsSize()
    {
        var panel = SamplePanels.Weekly(8, 200);
        var engine = new ForecastEngine(new EngineOptions { Models = ["local"] });
        var forecast = engine.Predict(engine.Fitted(panel), panel);
        // Store 0 holds series 0 to 3; series 3 has no size.
        double[] sizes = [10, 20, 40, double.NaN, 1, 1, 1, 1];
        var loads = PathBasis.LoadsOf(forecast, 0, sizes);
        var units = PathBasis.UnitsOf(forecast, 0);

        Assert.Equal(forecast.Mean[0] / 10 + forecast.Mean[14] / 20 + forecast.Mean[28] / 40, loads.Mean[0], 1e-3);
        Assert.Equal(forecast.Mean[0] + forecast.Mean[14] + forecast.Mean[28] + forecast.Mean[42], units.Mean[0], 1e-3);
        var (actual, predicted) = forecast.Backtest.Sum((store, _) => store == 0);
        Assert.Equal(actual, units.BacktestActual);
        Assert.Equal(predicted, units.BacktestPredicted);
        Assert.Equal(loads.Mean[0] / units.Mean[0], loads.BacktestPredicted[0] / units.BacktestPredicted[0], 0.02);
    }

    private static double Quantile(Random random, double level, Func<Random, double> draw)
    {
        double[] draws = [.. Enumerable.Range(0, 40_000).Select(_ => draw(random)).Order()];
        return draws[(int)(level * draws.Length)];
    }

    /// <summary>A world in which 100 units a day are predicted and days err together in a known way.</summary>
    private sealed class World(double shared, double carried, double deviation = 0.2)
    {
        public double[] Residuals(Random random)
        {
            var residuals = new double[Horizon];
            double common = Math.Sqrt(shared) * random.Normal(), fading = random.Normal();
            for (int h = 0; h < Horizon; h++)
            {
                fading = h == 0 ? fading : carried * fading + Math.Sqrt(1 - carried * carried) * random.Normal();
                residuals[h] = Math.Max(-1, deviation * (common + Math.Sqrt(1 - shared) * fading));
            }

            return residuals;
        }

        public PathBasis Basis(Random random, int windows)
        {
            float[] actual = [.. Enumerable.Range(0, windows).SelectMany(_ => Residuals(random)).Select(r => (float)(100 * (1 + r)))];
            return new PathBasis(
                [.. Enumerable.Repeat(100f, Horizon)], actual, [.. Enumerable.Repeat(100f, actual.Length)],
                [.. Enumerable.Range(0, windows).Select(w => SamplePanels.FirstDay.AddDays(w * Horizon))]);
        }
    }
}
