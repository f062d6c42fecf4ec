using Forecast.Domain.Forecasts;

namespace Forecast.Tests.Domain.Forecasts;

public class AggregateIntervalTests
{
    [Fact]
    public void HandComputedRanks_GiveTheBand()
    {
        // Nine relative residuals −40 % … +40 %: ranks 0.1·10 = 1st and 0.9·10 = 9th.
        float[] actual = [60, 70, 80, 90, 100, 110, 120, 130, 140], predicted = [.. Enumerable.Repeat(100f, 9)];
        var band = AggregateInterval.At(QuantileLevel.P10, QuantileLevel.P90, [50], actual, predicted, origins: 9);
        Assert.Equal(30f, band.Lower[0], 3);
        Assert.Equal(70f, band.Upper[0], 3);
    }

    [Fact]
    public void BiasedBacktest_BandIsAsymmetric()
    {
        float[] actual = [100, 105, 110, 115, 120, 125, 130, 135, 140], predicted = [.. Enumerable.Repeat(100f, 9)];
        var band = AggregateInterval.At(QuantileLevel.P10, QuantileLevel.P90, [100], actual, predicted, origins: 9);
        Assert.Equal(100f, band.Lower[0], 3);
        Assert.Equal(140f, band.Upper[0], 3);
    }

    [Fact]
    public void ClosedDay_BandIsZero()
    {
        var band = AggregateInterval.At(QuantileLevel.P10, QuantileLevel.P90, [0], [5, 6], [5, 5], origins: 2);
        Assert.Equal((0f, 0f), (band.Lower[0], band.Upper[0]));
    }

    [Fact]
    public void NoBacktest_BandIsWideNotEmpty()
    {
        var band = AggregateInterval.At(QuantileLevel.P10, QuantileLevel.P90, [10], [], [], origins: 0);
        Assert.Equal((0f, 20f), (band.Lower[0], band.Upper[0]));
    }

    [Fact]
    public void LengthsThatDoNotFit_AreRefused() => Assert.Throws<ArgumentException>(
        () => AggregateInterval.At(QuantileLevel.P10, QuantileLevel.P90, [1, 2], [1], [1], origins: 1));
}
