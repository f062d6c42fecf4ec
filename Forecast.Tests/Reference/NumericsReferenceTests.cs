using System.Text.Json;
using Forecast.Training.Backtesting;
using Forecast.Training.Numerics;

namespace Forecast.Tests.Reference;

/// <summary>Distributions, ridge regression and combination weights against R.</summary>
public class NumericsReferenceTests
{
    private static readonly JsonElement R = Fixture.Read("r-reference");

    [Fact]
    public void Counts_AreRsNegativeBinomial()
    {
        foreach (var at in R.GetProperty("counts").EnumerateArray())
            Assert.Equal(at.Number("probability"),
                new DemandDistribution(at.Number("mean"), at.Number("variance"), whole: true).Cdf(at.Number("at"), out _), 1e-9);
    }

    [Fact]
    public void Amounts_AreNearRsGamma()
    {
        // Wilson and Hilferty's cube root is good to less than a hundredth of probability.
        foreach (var at in R.GetProperty("amounts").EnumerateArray())
            Assert.Equal(at.Number("probability"),
                new DemandDistribution(at.Number("mean"), at.Number("variance"), whole: false).Cdf(at.Number("at"), out _), 0.01);
    }

    [Fact]
    public void Normal_IsRsNormalBothWays()
    {
        foreach (var at in R.GetProperty("normal").EnumerateArray())
        {
            Assert.Equal(at.Number("p"), Normal.Cdf(at.Number("z")), 2e-7);
            Assert.Equal(at.Number("z"), Normal.Quantile(at.Number("p")), 1e-5);
        }
    }

    [Fact]
    public void RidgeOnLongleysData_IsRsLeastSquaresOfAddedRows()
    {
        var at = R.GetProperty("ridge");
        double[] x = at.Numbers("x"), y = at.Numbers("y"), weights = at.Numbers("weights");
        var ridge = new Ridge(7);
        for (int t = 0; t < y.Length; t++)
        {
            ridge.Add([0, 1, 2, 3, 4, 5, 6], x.AsSpan(t * 7, 7), y[t], weights[t] + 1);
            ridge.Add([0, 1, 2, 3, 4, 5, 6], x.AsSpan(t * 7, 7), y[t], -1); // taken back
        }

        var expected = at.Numbers("coefficients");
        Assert.All(ridge.Solve(at.Numbers("penalties"), at.Numbers("priors")).Zip(expected), c => Assert.Equal(c.Second, c.First, 1e-8));
    }

    [Fact]
    public void SimplexWeights_AreAsGoodAsQuadraticProgramming()
    {
        var at = R.GetProperty("simplex");
        var matrix = at.Numbers("matrix");
        var weights = new double[6];
        SimplexWeights.Solve(matrix, weights);

        double trace = Enumerable.Range(0, 6).Sum(i => matrix[i * 7]), objective = 0;
        for (int i = 0; i < 36; i++)
            objective += weights[i / 6] * weights[i % 6] * (matrix[i] + (i / 6 == i % 6 ? 0.002 * trace / 6 : 0));
        Assert.Equal(1, weights.Sum(), 1e-9);
        Assert.InRange(objective / at.Number("objective"), 1 - 1e-9, 1.001);
        Assert.All(weights.Zip(at.Numbers("weights")), w => Assert.Equal(w.Second, w.First, 0.03)); // shares below that are dropped
    }
}
