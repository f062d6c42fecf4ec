using Forecast.Training.Opinions;

namespace Forecast.Tests.Training.Opinions;

public class BlockBootstrapTests
{
    [Fact]
    public void SameRatioEveryDay_LeavesNoDoubt()
    {
        double[] below = [.. Enumerable.Range(1, 28).Select(d => (double)d)];

        var interval = BlockBootstrap.RatioInterval([.. below.Select(d => d / 4)], below, 7, 0.95, new Random(1));

        Assert.Equal((0.25, 0.25), (Math.Round(interval!.Value.Lower, 12), Math.Round(interval.Value.Upper, 12)));
    }

    [Fact] // Drawn day by day, 200 fair coins show 100 heads give or take 1.96 × √50: 86 to 114.
    public void SingleDays_AreWideAsTheBinomialSays()
    {
        double[] heads = [.. Enumerable.Range(0, 200).Select(d => (double)(d % 2))];

        var (lower, upper) = BlockBootstrap.RatioInterval(heads, Ones(200), 1, 0.95, new Random(1))!.Value;

        Assert.Equal(0.43, lower, 0.01);
        Assert.Equal(0.57, upper, 0.01);
    }

    [Fact] // Heads and tails by turns: a block of two always holds one of each.
    public void BlocksThatLookAlike_LeaveNoDoubt()
    {
        double[] heads = [.. Enumerable.Range(0, 200).Select(d => (double)(d % 2))];

        Assert.Equal((0.5, 0.5), BlockBootstrap.RatioInterval(heads, Ones(200), 2, 0.95, new Random(1)));
    }

    [Fact] // Ten heads, ten tails, …: blocks of ten hold from none to ten, with variance 10 × 50/3 a pair: √(20 × 10 × 3.4) is 26 in 200.
    public void DaysThatAreAlikeNearEachOther_AreLessSure()
    {
        double[] heads = [.. Enumerable.Range(0, 200).Select(d => (double)(d / 10 % 2))];

        var single = BlockBootstrap.RatioInterval(heads, Ones(200), 1, 0.95, new Random(1))!.Value;
        var blocks = BlockBootstrap.RatioInterval(heads, Ones(200), 10, 0.95, new Random(1))!.Value;

        // A block that begins on day k of a run of ten holds 10 − k or k heads: mean 5, variance (2 × Σk² over 0..9 + 100) ÷ 20 − 25.
        double ofBlock = ((2 * 285) + 100) / 20.0 - 25, expected = 1.96 * Math.Sqrt(20 * ofBlock) / 200;
        Assert.Equal(2 * expected, blocks.Upper - blocks.Lower, 0.02);
        Assert.True(blocks.Upper - blocks.Lower > 1.8 * (single.Upper - single.Lower));
    }

    [Fact]
    public void SameSeed_SameInterval()
    {
        var random = new Random(3);
        double[] above = [.. Enumerable.Range(0, 56).Select(_ => random.NextDouble())];

        Assert.Equal(
            BlockBootstrap.RatioInterval(above, Ones(56), 7, 0.95, new Random(5)),
            BlockBootstrap.RatioInterval(above, Ones(56), 7, 0.95, new Random(5)));
    }

    [Fact]
    public void TooFewBlocks_OrNothingSold_IsUndefined()
    {
        Assert.Null(BlockBootstrap.RatioInterval(Ones(20), Ones(20), 7, 0.95, new Random(1)));
        Assert.Null(BlockBootstrap.RatioInterval(new double[28], new double[28], 7, 0.95, new Random(1)));
    }

    private static double[] Ones(int days) => [.. Enumerable.Repeat(1.0, days)];
}
