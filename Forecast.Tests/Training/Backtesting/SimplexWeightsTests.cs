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
    public void ModelThatErrsWhereOthersDoNot_IsDropped()
    {
        var matrix = new double[19 * 19];
        matrix[^1] = 83;
        var weights = new double[19];

        SimplexWeights.Solve(matrix, weights);

        Assert.Equal(0, weights[^1]);
        Assert.Equal(1, weights.Sum(), 1e-9);
    }

    [Fact]
    public void AnyMatrix_CombinationIsNoWorseThanEqualSharesOrTheBestAlone()
    {
        var random = new Random(5);
        for (int trial = 0; trial < 300; trial++)
        {
            int n = 2 + trial % 18, days = 1 + random.Next(60);
            double[][] residuals = [
                .. Enumerable.Range(0, n).Select(_ => Enumerable.Range(0, days).Select(_ => random.NextDouble() - 0.4).ToArray())];
            foreach (var scaled in residuals.Where(_ => random.Next(3) == 0))
            {
                double scale = Math.Pow(10, random.Next(-4, 4));
                for (int d = 0; d < days; d++)
                    scaled[d] *= scale;
            }

            double[] matrix = [.. residuals.SelectMany(a => residuals.Select(b => a.Zip(b, (x, y) => x * y).Sum() / days))];
            var weights = new double[n];
            SimplexWeights.Solve(matrix, weights);

            // The ridge, and the small shares that are dropped, cost a little.
            double alone = Enumerable.Range(0, n).Min(i => matrix[i * n + i]), trace = Enumerable.Range(0, n).Sum(i => matrix[i * n + i]);
            Assert.InRange(
                Objective(matrix, weights), 0,
                1.1 * Math.Min(alone, Objective(matrix, [.. Enumerable.Repeat(1.0 / n, n)])) + 0.002 * trace);
        }
    }

    private static double Objective(double[] matrix, double[] weights)
    {
        double total = 0;
        for (int i = 0; i < weights.Length; i++)
        {
            for (int j = 0; j < weights.Length; j++)
                total += weights[i] * weights[j] * matrix[i * weights.Length + j];
        }

        return total;
    }

    [Fact]
    public void NoErrorsAtAll_SharesAreEqual()
    {
        var weights = new double[4];
        SimplexWeights.Solve(new double[16], weights);
        Assert.All(weights, w => Assert.Equal(0.25, w));
    }
}
