using Forecast.Domain.Forecasts;

namespace Forecast.Tests.Domain.Forecasts;

public class PointAccuracyTests
{
    [Fact]
    public void HandComputedWape_IsReproduced() => // (2 + 4) ÷ (10 + 20)
        Assert.Equal(0.2, PointAccuracy.Wape(actual: [10, 20], predicted: [12, 16])!.Value, precision: 12);

    [Fact]
    public void AllActualsZero_IsUndefined() => Assert.Null(PointAccuracy.Wape(actual: [0, 0], predicted: [1, 2]));

    [Fact]
    public void OverForecast_BiasIsPositive() => // (2 − 4 + 8) ÷ 60
        Assert.Equal(0.1, PointAccuracy.Bias(actual: [10, 20, 30], predicted: [12, 16, 38])!.Value, precision: 12);

    [Fact]
    public void UnderForecast_BiasIsNegative() =>
        Assert.Equal(-0.25, PointAccuracy.Bias(actual: [4, 4], predicted: [3, 3])!.Value, precision: 12);

    [Fact]
    public void MissingActual_DoesNotCount() => // |4 − 1| ÷ 1 day ÷ 1.5
        Assert.Equal(2, PointAccuracy.Mase([float.NaN, 4], [9, 1], scale: 1.5)!.Value, precision: 12);

    [Fact]
    public void HandComputedScales_SkipWhatLiesBeforeTheFirstSale()
    {
        // From the 2 on: steps 2→4→1 give (4 + 9) ÷ 2; with a season of 2 only 2→1 remains.
        var scales = NaiveScales.Of([0, 0, 2, 4, 1], seasonality: 2);
        Assert.Equal(6.5, scales.Squared!.Value, precision: 12);
        Assert.Equal(1, scales.Absolute!.Value, precision: 12);
    }

    [Fact]
    public void ScalesOfEveryLength_AgreeWithAPlainLoop()
    {
        var random = new Random(4);
        for (int length = 0; length < 70; length++)
        {
            float[] history = [.. Enumerable.Range(0, length).Select(t => t > 0 && random.Next(6) == 0 ? float.NaN : 1 + random.Next(9))];
            var weekly = Enumerable.Range(7, Math.Max(0, length - 7)).Select(t => (double)history[t] - history[t - 7])
                .Where(d => !double.IsNaN(d)).ToArray();
            var daily = Enumerable.Range(1, Math.Max(0, length - 1)).Select(t => (double)history[t] - history[t - 1])
                .Where(d => !double.IsNaN(d)).ToArray();
            var scales = NaiveScales.Of(history, 7);
            Assert.Equal(weekly.Sum(Math.Abs) > 0 ? weekly.Average(Math.Abs) : double.NaN, scales.Absolute ?? double.NaN, 1e-9);
            Assert.Equal(daily.Sum(d => d * d) > 0 ? daily.Average(d => d * d) : double.NaN, scales.Squared ?? double.NaN, 1e-9);
        }
    }

    [Fact]
    public void ConstantHistory_HasNoScale() => Assert.Equal(new NaiveScales(null, null), NaiveScales.Of([3, 3, 3, 3], 2));

    [Fact]
    public void HandComputedRmsse_IsReproduced() => // √((9 + 16) ÷ 2 ÷ 2)
        Assert.Equal(2.5, PointAccuracy.Rmsse([3, 4], [0, 0], scale: 2)!.Value, precision: 12);

    [Fact]
    public void PinballAboveAndBelow_DiffersByTheLevel()
    {
        var p90 = new QuantileLevel(0.9);
        Assert.Equal(0.9, QuantileAccuracy.Pinball(p90, [2], [1])!.Value, precision: 12);
        Assert.Equal(0.1, QuantileAccuracy.Pinball(p90, [1], [2])!.Value, precision: 12);
    }

    [Fact]
    public void CoverageCountsTheBounds() =>
        Assert.Equal(0.5, QuantileAccuracy.Coverage([1, 2, 3, 4], [1, 0, 0, 0], [2, 2, 2, 2])!.Value, precision: 12);
}
