using Forecast.Training.Numerics;

namespace Forecast.Tests.Training.Numerics;

public class DemandDistributionTests
{
    [Fact]
    public void VarianceOfThePoisson_GivesThePoisson()
    {
        // Poisson(2): P(0) = e⁻² = 0.135335, P(Y ≤ 2) = 5 e⁻² = 0.676676.
        var poisson = new DemandDistribution(2, 2, whole: true);
        Assert.Equal(0.135335, poisson.Cdf(0, out double below), 5);
        Assert.Equal(0, below);
        Assert.Equal(0.676676, poisson.Cdf(2, out below), 5);
        Assert.Equal(3 * 0.135335, below, 5);
    }

    [Fact]
    public void GreaterVariance_GivesTheNegativeBinomial()
    {
        // Mean 2, variance 4: size 2, p = ½, so P(0) = ¼, P(1) = 2·¼·½ = ¼, P(2) = 3/16.
        var distribution = new DemandDistribution(2, 4, whole: true);
        Assert.Equal(0.25, distribution.Cdf(0, out _), 9);
        Assert.Equal(0.5, distribution.Cdf(1, out _), 9);
        Assert.Equal(0.6875, distribution.Cdf(2, out _), 9);
        var quantiles = new float[3];
        distribution.Quantiles([0.2, 0.5, 0.68], leaveOutZero: 0, quantiles);
        Assert.Equal([0f, 1f, 2f], quantiles);
    }

    [Fact]
    public void ZeroLeftOut_OnlyWhereItIsLessLikelyThanAsked()
    {
        var distribution = new DemandDistribution(2, 4, whole: true); // P(0) = ¼
        var quantiles = new float[3];
        distribution.Quantiles([0.1, 0.5, 0.9], leaveOutZero: 0.25, quantiles);
        Assert.Equal([0f, 1f, 5f], quantiles); // P(Y ≤ 4) = 0.890625
        distribution.Quantiles([0.1, 0.5, 0.9], leaveOutZero: 0.26, quantiles);
        Assert.InRange(quantiles[0], 1e-6f, 0.4f);
        Assert.Equal([1f, 5f], quantiles[1..]);
    }

    [Fact]
    public void ExponentialDemand_IsNearTheCubeRootForm()
    {
        // Gamma of shape 1 is exponential: P90 = ln 10 = 2.3026, the approximation is good to a few per cent.
        var quantiles = new float[3];
        new DemandDistribution(100, 10_000, whole: false).Quantiles([0.1, 0.5, 0.9], leaveOutZero: 0, quantiles);
        Assert.InRange(quantiles[0], 8, 13);
        Assert.InRange(quantiles[1], 66, 72);
        Assert.InRange(quantiles[2], 224, 236);
    }

    [Theory]
    [InlineData(0, 1, true)]
    [InlineData(1e-6, 1e-6, true)]
    [InlineData(0.3, 50, true)]
    [InlineData(1e9, 1e20, false)]
    [InlineData(5, 1e12, true)]
    public void AnyMeanAndVariance_QuantilesAscendAndAreFinite(double mean, double variance, bool whole)
    {
        var quantiles = new float[3];
        new DemandDistribution(mean, variance, whole).Quantiles([0.1, 0.5, 0.9], leaveOutZero: 0, quantiles);
        Assert.True(quantiles[0] >= 0 && quantiles[0] <= quantiles[1] && quantiles[1] <= quantiles[2] && float.IsFinite(quantiles[2]));
    }

    [Theory]
    [InlineData(0, 0.5)]
    [InlineData(1.959964, 0.975)]
    [InlineData(-1.281552, 0.1)]
    public void NormalTable_IsReproducedBothWays(double z, double p)
    {
        Assert.Equal(p, Normal.Cdf(z), 6);
        Assert.Equal(z, Normal.Quantile(p), 5);
    }

    [Fact]
    public void RidgeOnAKnownLine_FindsItAndShrinksTowardThePrior()
    {
        var ridge = new Ridge(2);
        for (int t = 0; t < 100; t++)
            ridge.Add([0, 1], [1, t], 3 + 0.5 * t, 1);
        var line = ridge.Solve([1e-9, 1e-9], [0, 0]);
        Assert.Equal(3, line[0], 6);
        Assert.Equal(0.5, line[1], 6);
        Assert.Equal(7, ridge.Solve([1e12, 1e-9], [7, 0])[0], 3);
    }

    [Fact]
    public void MeanAboveABound_OfCounts_IsThatWorkedByHand()
    {
        // Poisson(2) that is not zero: 2 ÷ (1 − e⁻²) = 2.313035; its second moment 6 ÷ (1 − e⁻²), so the variance is 1.588974.
        Assert.Equal(2.313035, new DemandDistribution(2, 2, whole: true).AtLeast(1, out double variance), 6);
        Assert.Equal(1.588974, variance, 5);
        // Mean 2, variance 4: P(0) = P(1) = ¼, so (2 − ¼) ÷ ½ = 3.5.
        Assert.Equal(3.5, new DemandDistribution(2, 4, whole: true).AtLeast(2, out _), 6);
        Assert.Equal(2, new DemandDistribution(2, 4, whole: true).AtLeast(0, out variance), 6);
        Assert.Equal(4, variance, 6);
    }

    [Fact]
    public void MeanAboveABound_OfExponentialDemand_IsTheBoundAndAMeanMore()
    {
        // The exponential has no memory; the cube-root form is good to a few per cent.
        var exponential = new DemandDistribution(100, 10_000, whole: false);
        foreach (double bound in (double[])[0, 50, 100, 300])
            Assert.InRange(exponential.AtLeast(bound, out _), 0.93 * (bound + 100), 1.07 * (bound + 100));
    }

    [Theory]
    [InlineData(0, 0, 7)]
    [InlineData(1e-9, 1e-9, 7)]
    [InlineData(3, 1e9, 7)]
    [InlineData(5, 6, 100_000)]
    [InlineData(1e6, 1e3, 1e9)]
    public void MeanAboveABound_IsNeverBelowIt(double mean, double variance, double bound)
    {
        double above = new DemandDistribution(mean, variance, whole: true).AtLeast(bound, out double spread);
        Assert.True(double.IsFinite(above) && above >= bound && double.IsFinite(spread) && spread >= 0, $"{above}, {spread}");
    }
}
