using Forecast.Domain.Forecasts;
using Forecast.Tests.Support;
using Forecast.Training.Engine;

namespace Forecast.Tests.Training.Engine;

public class MeanInBandTests
{
    [Fact]
    public void EveryMean_LiesInItsBand_OrTheReasonSaysWhyNot()
    {
        for (int seed = 1; seed <= 40; seed++)
        {
            var random = new Random(seed);
            int count = 1 + random.Next(20), days = 1 + random.Next(300);
            double mean = Math.Pow(10, 6 * random.NextDouble() - 2), shape = 1 + 10 * random.NextDouble();
            double absent = 0.3 * random.NextDouble();
            float[] quantity = [.. Enumerable.Range(0, count * days).Select(_ => random.NextDouble() < absent ? float.NaN
                : random.Poisson(Math.Min(mean, 2000) * random.Gamma(shape)) * (mean > 2000 ? 7.25f : 1))];
            if (seed % 4 == 0)
                quantity[random.Next(quantity.Length)] = 1e6f;
            var panel = SamplePanels.Of(quantity, count, days);
            var engine = new ForecastEngine(new EngineOptions { Models = ["local"] });
            var forecast = engine.Predict(engine.Fitted(panel), panel);
            for (int i = 0; i < forecast.Mean.Length; i++)
            {
                Assert.True(forecast.P10[i] <= forecast.P50[i] && forecast.P50[i] <= forecast.P90[i]);
                Assert.True(forecast.P10[i] <= forecast.Mean[i], $"seed {seed}: P10 {forecast.P10[i]} above mean {forecast.Mean[i]}");
                bool skewed = forecast.P90[i] == 0 && forecast.Reason[i / forecast.Horizon].Contains("P90 is 0", StringComparison.Ordinal);
                Assert.True(skewed || forecast.Mean[i] <= forecast.P90[i], $"seed {seed}: mean {forecast.Mean[i]} above {forecast.P90[i]}");
            }
        }
    }

    [Fact]
    public void BiasedBacktests_DoNotPutTheMeanOutsideTheBandOfASum()
    {
        float[] predicted = [.. Enumerable.Repeat(100f, 28)], actual = [.. Enumerable.Range(0, 28).Select(i => 60f + i % 3)];
        var band = AggregateInterval.At(QuantileLevel.P10, QuantileLevel.P90, [100, 100, 100, 100, 100, 100, 100], actual, predicted, 4);
        Assert.All(band.Lower, lower => Assert.InRange(lower, 0, 100));
        Assert.All(band.Upper, upper => Assert.InRange(upper, 100, 200));
    }
}
