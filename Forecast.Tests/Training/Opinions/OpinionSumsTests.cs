using Forecast.Domain.Forecasts;
using Forecast.Training.Opinions;

namespace Forecast.Tests.Training.Opinions;

public class OpinionSumsTests
{
    [Fact]
    public void Scores_ArePooledOverSeriesAndDays()
    {
        var sums = new OpinionSums(4);
        // Missed by naive 4 + 4, by ours 1 + 1, by the other 2 + 4, of 20 sold; the NaN counts on no side.
        sums.Add(1, 0, 4, [10, float.NaN], [6, 0], [9, 0], [12, 0]);
        sums.Add(1, 2, 4, [0, 10], [4, 10], [1, 10], [4, 10]);

        var score = sums.Result(DemandClass.Smooth, 7, seed: 1);

        Assert.Equal((DemandClass.Smooth, 1), (score.Class, score.Series));
        Assert.Equal((8.0 / 20, 2.0 / 20, 6.0 / 20), (score.NaiveWape, score.OwnWape, score.IndependentWape));
        Assert.Equal(4.0 / 20, score.BetterBy!.Value, 12);
        // RMSSE √(16/4) and √(8/4); √(1/4) and √(0.5/4); √(4/4) and √(8/4): means of the two origins.
        Assert.Equal((2 + Math.Sqrt(2)) / 2, score.NaiveRmsse!.Value, 12);
        Assert.Equal((0.5 + Math.Sqrt(0.125)) / 2, score.OwnRmsse!.Value, 12);
        Assert.Equal((1 + Math.Sqrt(2)) / 2, score.IndependentRmsse!.Value, 12);
        Assert.Null(score.BetterByAtLeast); // Four days are no three weeks.
        Assert.False(score.OwnIsBetter || score.IndependentIsBetter);
    }

    [Fact]
    public void NothingSold_IsUndefined_NotPerfect()
    {
        var sums = new OpinionSums(28);
        sums.Add(1, 0, null, new float[28], new float[28], new float[28], new float[28]);

        var score = sums.Result(null, 7, seed: 1);

        Assert.Equal(1, score.Series);
        Assert.All(
            [score.NaiveWape, score.OwnWape, score.IndependentWape, score.NaiveRmsse, score.OwnRmsse, score.IndependentRmsse,
                score.BetterBy, score.BetterByAtLeast, score.BetterByAtMost], Assert.Null);
    }
}
