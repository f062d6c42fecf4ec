using Forecast.Training.Backtesting;

namespace Forecast.Tests.Training.Backtesting;

public class SimplexWeightsTests
{
    [Fact]
    public void IndependentErrors_AreWeightedByTheInverseOfTheirVariance()
    {
        // Bates and Granger (1969): with variances 1 and 3 and no correlation the shares are 3/4 and 1/4.
        var weights = new double[2];
        SimplexWeights.Solve([1, 0, 0, 3], weights);
        Assert.Equal(0.75, weights[0], 0.01);
        Assert.Equal(0.25, weights[1], 0.01);
    }

    [Fact]
    public void ModelThatAddsNothing_IsDropped()
    {
        // The second errs like the first, only more.
        var weights = new double[2];
        SimplexWeights.Solve([1, 2, 2, 4], weights);
        Assert.Equal([1.0, 0.0], weights);
    }

    [Fact]
    public void NoErrorsAtAll_SharesAreEqual()
    {
        var weights = new double[4];
        SimplexWeights.Solve(new double[16], weights);
        Assert.All(weights, w => Assert.Equal(0.25, w));
    }
}
