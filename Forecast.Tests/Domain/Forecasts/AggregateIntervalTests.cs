using Forecast.Domain.Forecasts;

namespace Forecast.Tests.Domain.Forecasts;

public class AggregateIntervalTests
{
    [Fact]
    public void HandComputedExample_GivesTheBand()
    {
        // Residuals ÷ √100 are −4 … 4, their deviation √(60 ÷ 9). The outermost of nine stand at ranks 0.1·10 and 0.9·10; blended 9 : 20
        // with ±1.28155, times √(1 + 1/9), times Student's widening at 8 degrees of freedom, times √50.
        float[] actual = [60, 70, 80, 90, 100, 110, 120, 130, 140], predicted = [.. Enumerable.Repeat(100f, 9)];
        var band = AggregateInterval.At(QuantileLevel.P10, QuantileLevel.P90, [50], actual, predicted, origins: 9);
        Assert.Equal(21.387f, band.Lower[0], 0.02f);
        Assert.Equal(78.613f, band.Upper[0], 0.02f);
    }

    [Fact]
    public void BiasedBacktest_MovesTheBandPartOfTheWay()
    {
        float[] actual = [100, 105, 110, 115, 120, 125, 130, 135, 140], predicted = [.. Enumerable.Repeat(100f, 9)];
        var band = AggregateInterval.At(QuantileLevel.P10, QuantileLevel.P90, [100], actual, predicted, origins: 9);
        Assert.InRange((band.Lower[0] + band.Upper[0]) / 2, 105, 120);
    }

    [Fact]
    public void DaysOfAWindowThatErrAlike_CountAsFewer()
    {
        float[] together = [120, 120, 120, 80, 80, 80, 110, 110, 110, 90, 90, 90],
            apart = [120, 80, 110, 80, 90, 120, 110, 120, 80, 90, 110, 90];
        float[] predicted = [.. Enumerable.Repeat(100f, 12)];
        var narrow = AggregateInterval.At(QuantileLevel.P10, QuantileLevel.P90, [100, 100, 100], apart, predicted, origins: 4);
        var wide = AggregateInterval.At(QuantileLevel.P10, QuantileLevel.P90, [100, 100, 100], together, predicted, origins: 4);
        Assert.True(wide.Upper[0] - wide.Lower[0] > 1.1 * (narrow.Upper[0] - narrow.Lower[0]));
    }

    /// <summary>
    /// Eight windows of seven days, with an error shared by the days of a window and skewed ones of their own: eight days in ten lie
    /// inside.
    /// </summary>
    [Theory]
    [InlineData(1, 0.0)]
    [InlineData(2, 0.5)]
    [InlineData(3, 0.9)]
    public void NewDays_LieInsideAsOftenAsTheLevelsSay(int seed, double share)
    {
        const int Windows = 8, Days = 7, Repeats = 3000;
        var random = new Random(seed);
        float[] predicted = [.. Enumerable.Repeat(400f, Windows * Days)], mean = [.. Enumerable.Repeat(400f, Days)];
        int inside = 0;
        for (int i = 0; i < Repeats; i++)
        {
            var (actual, next) = (new float[Windows * Days], new float[Days]);
            for (int w = 0; w < Windows; w++)
                Window(actual.AsSpan(w * Days, Days));
            Window(next);
            var band = AggregateInterval.At(QuantileLevel.P10, QuantileLevel.P90, mean, actual, predicted, Windows);
            for (int h = 0; h < Days; h++)
                inside += next[h] >= band.Lower[h] && next[h] <= band.Upper[h] ? 1 : 0;
        }

        Assert.InRange(inside / (double)(Repeats * Days), 0.78, 0.83);

        void Window(Span<float> days)
        {
            double together = Math.Sqrt(share) * Gauss();
            foreach (ref float day in days)
                day = (float)(400 * Math.Exp(0.2 * (together + Math.Sqrt(1 - share) * Gauss()) - 0.02));
        }

        double Gauss() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
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
