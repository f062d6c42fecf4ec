using Forecast.Web.Features.Board.Figures;

namespace Forecast.Tests.Web.Features.Board;

public class ChartScaleTests
{
    [Theory]
    [InlineData(23_700, 30_000, 10_000)]
    [InlineData(95, 100, 25)]
    [InlineData(100, 100, 25)]
    [InlineData(3, 3, 1)]
    [InlineData(0.4, 1, 1)]
    public void Axis_EndsOnARoundNumberAboveTheLargest(double largest, double top, double step) =>
        Assert.Equal(new ChartScale(top, step), ChartScale.For(largest));

    [Theory]
    [InlineData(0)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void NothingToShow_StillHasAnAxis(double largest) => Assert.Equal(new ChartScale(1, 1), ChartScale.For(largest));

    [Fact]
    public void Ticks_RunFromZeroToTheTop() => Assert.Equal([0, 25, 50, 75, 100], ChartScale.For(95).Ticks);
}
