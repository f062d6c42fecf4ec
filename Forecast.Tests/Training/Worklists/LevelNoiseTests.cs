using Forecast.Training.Worklists;

namespace Forecast.Tests.Training.Worklists;

public class LevelNoiseTests
{
    [Fact]
    public void HandComputedExample_IsReproduced()
    {
        var noise = LevelNoise.Of([100, 110, 90, 120, 80, 70, 140, 1000])!.Value;

        Assert.Equal(105, noise.Usual); // Eight values: between 100 and 110.
        Assert.Equal(1.4826 * 20, noise.Deviation, precision: 9); // 5, 5, 15, 15, 25, 35, 35 and 895 off.
    }

    [Fact]
    public void OnlyTheLastEightWeeks_Count() =>
        Assert.Equal(10, LevelNoise.Of([900, 900, 900, 900, 10, 10, 10, 10, 10, 10, 10, 10])!.Value.Usual);

    [Theory]
    [InlineData(0, 1)] // As a count of one.
    [InlineData(16, 4)]
    [InlineData(10_000, 500)] // A twentieth.
    public void WeeksThatAreAlike_ScatterAsCountsDo(double units, double deviation) =>
        Assert.Equal(deviation, LevelNoise.Of([.. Enumerable.Repeat(units, 8)])!.Value.Deviation);

    [Fact]
    public void FewerThanFiveKnownWeeks_AreNothingUsual() =>
        Assert.Null(LevelNoise.Of([double.NaN, double.NaN, double.NaN, double.NaN, 1, 1, 1, 1]));
}
