using Forecast.Domain.Forecasts;
using Forecast.Training.Evaluation;

namespace Forecast.Tests.Reference;

/// <summary>Scores against an independent scorer in pandas, on sales with holes, late starts and two origins.</summary>
public class ScoreReferenceTests
{
    [Fact]
    public void AllScores_AreThoseOfTheIndependentScorer()
    {
        var at = Fixture.Read("score-reference");
        var sales = at.Floats("sales");
        float[] mean = at.Floats("mean"), p10 = at.Floats("p10"), p50 = at.Floats("p50"), p90 = at.Floats("p90");
        int days = (int)at.Number("days"), horizon = (int)at.Number("horizon"), row = 0;
        var sums = new ScoreSums();
        foreach (int origin in at.Numbers("origins"))
        {
            for (int s = 0; s < 3; s++, row += horizon)
            {
                var history = sales.AsSpan(s * days, origin + 1);
                sums.Add(
                    s, NaiveScales.Of(history, 7), sales.AsSpan(s * days + origin + 1, horizon), mean.AsSpan(row, horizon),
                    p10.AsSpan(row, horizon),
                    p50.AsSpan(row, horizon), p90.AsSpan(row, horizon), mean.AsSpan(row, horizon));
            }
        }

        var (scores, expected) = (sums.Result(), at.GetProperty("scores"));
        Assert.Equal(expected.Number("MASE"), scores.Mase!.Value, 1e-6);
        Assert.Equal(expected.Number("RMSSE"), scores.Rmsse!.Value, 1e-6);
        Assert.Equal(expected.Number("WAPE"), scores.Wape!.Value, 1e-6);
        Assert.Equal(expected.Number("bias"), scores.Bias!.Value, 1e-6);
        Assert.Equal(expected.Number("sPL0.1"), scores.ScaledPinball10!.Value, 1e-6);
        Assert.Equal(expected.Number("sPL0.5"), scores.ScaledPinball50!.Value, 1e-6);
        Assert.Equal(expected.Number("sPL0.9"), scores.ScaledPinball90!.Value, 1e-6);
        Assert.Equal(expected.Number("cov80"), scores.Coverage!.Value, 1e-9);
    }
}
