using Forecast.Training.Boosting;

namespace Forecast.Tests.Training.Boosting;

public class SplitFinderTests
{
    // Units are 1, so packed sums are plain gradients and hessians.
    private static Split Find(FeatureBins bins, BoostingOptions options, params (int Bin, int Gradient, uint Hessian)[] cells)
    {
        var histogram = new long[Histogram.Width];
        long sum = 0;
        foreach (var (bin, gradient, hessian) in cells)
        {
            histogram[bin] += Histogram.Pack(gradient, hessian);
            sum += Histogram.Pack(gradient, hessian);
        }

        var leaf = LeafSums.Of(sum, double.NegativeInfinity, double.PositiveInfinity, 1, 1, options.L2);
        return new SplitFinder(options, 1, 1).Find(bins, 3, histogram, leaf);
    }

    private static FeatureBins Numbers(int bins) => FeatureBins.OfNumbers([.. Enumerable.Range(0, bins).Select(v => (float)v)], 255);

    private static BoostingOptions Options(double leastWeight = 1, double l2 = 1, int[]? monotone = null) =>
        new() { MinLeafWeight = leastWeight, L2 = l2, CategoryL2 = 0, Monotone = monotone };

    [Fact]
    public void HandComputedGain_IsReproduced()
    {
        // Gradients −6, −2 | +4, +4 with hessians 2, 1 | 1, 2. Cut after bin 1: 8² ÷ (3+1) + 8² ÷ (3+1) − 0² ÷ 7 = 32.
        var split = Find(Numbers(4), Options(), (0, -6, 2), (1, -2, 1), (2, 4, 1), (3, 4, 2));

        Assert.Equal(32, split.Gain, precision: 12);
        Assert.Equal(1, split.Threshold);
        Assert.Equal(3, split.Feature);
        Assert.Equal((-8, 3u), (Histogram.Gradient(split.LeftSum), Histogram.Hessian(split.LeftSum)));
    }

    [Theory]
    [InlineData(-9, true)] // NaN behaves like the low side
    [InlineData(9, false)]
    public void Missing_GoesWhereItFits(int gradient, bool left)
    {
        var split = Find(Numbers(2), Options(), (0, -10, 5), (1, 10, 5), (FeatureBins.Missing, gradient, 5));

        Assert.Equal(left, split.MissingLeft);
        Assert.Equal(left, split.Left.Contains(FeatureBins.Missing));
        Assert.True(split.Left.Contains(0));
        Assert.False(split.Left.Contains(1));
    }

    [Fact]
    public void OnlyMissingDiffers_ItIsSplitOff()
    {
        var split = Find(Numbers(2), Options(), (0, -4, 2), (1, -4, 2), (FeatureBins.Missing, 8, 4));

        // 8² ÷ 5 + 8² ÷ 5, all values left, NaN right.
        Assert.Equal(25.6, split.Gain, precision: 12);
        Assert.Equal((1, false), (split.Threshold, split.MissingLeft));
    }

    [Fact]
    public void LeastWeight_ForbidsLightLeaves()
    {
        var split = Find(Numbers(3), Options(leastWeight: 3), (0, -50, 2), (1, -1, 2), (2, 1, 4));

        Assert.Equal(1, split.Threshold); // after bin 0 the left leaf would weigh 2
    }

    [Fact]
    public void NothingToGain_IsNoSplit()
    {
        Assert.Equal(0, Find(Numbers(1), Options(), (0, 7, 9)).Gain);
        Assert.Equal(0, Find(Numbers(3), Options(), (1, 7, 9)).Gain);
        Assert.Equal(0, Find(Numbers(3), Options(l2: 0), (0, 1, 1), (1, 1, 1), (2, 1, 1)).Gain, precision: 12);
    }

    [Fact]
    public void Categories_AreGroupedByTheirMeanGradient()
    {
        var bins = FeatureBins.OfCategories([0, 1, 2, 3], 255);

        // Low: 1 and 3; high: 0 and 2. (−20)² ÷ 21 + 20² ÷ 21.
        var split = Find(bins, Options(), (0, 12, 10), (1, -9, 10), (2, 8, 10), (3, -11, 10));

        Assert.Equal([false, true, false, true], Enumerable.Range(0, 4).Select(b => split.Left.Contains(b)));
        Assert.Equal(800.0 / 21, split.Gain, precision: 10);
        Assert.Equal(-1, split.Threshold);
    }

    [Theory]
    [InlineData(1, 0.0)]
    [InlineData(-1, 32.0)] // gradients rise, so predictions fall
    [InlineData(0, 32.0)]
    public void Monotone_ForbidsTheWrongDirection(int sign, double gain)
    {
        var split = Find(Numbers(2), Options(monotone: [0, 0, 0, sign]), (0, -8, 3), (1, 8, 3));

        Assert.Equal(sign == 1 ? 32.0 : sign == -1 ? 0.0 : 32.0,
            Find(Numbers(2), Options(monotone: [0, 0, 0, sign]), (0, 8, 3), (1, -8, 3)).Gain, precision: 12);
        Assert.Equal(gain, split.Gain, precision: 12);
    }

    [Fact]
    public void Packing_KeepsSignsApart()
    {
        long sum = Histogram.Pack(-5, 7) + Histogram.Pack(3, 9) - Histogram.Pack(-10, 2);

        Assert.Equal((8, 14u), (Histogram.Gradient(sum), Histogram.Hessian(sum)));
    }
}
