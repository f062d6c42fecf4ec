using System.Text.Json;
using Forecast.Tests.Training.Boosting;
using Forecast.Training.Boosting;

namespace Forecast.Tests.Reference;

/// <summary>Trees, leaf values and Shapley values against XGBoost's exact splitting, same rows, depth and penalties.</summary>
public class BoostingReferenceTests
{
    private static readonly JsonElement Xgboost = Fixture.Read("xgboost-reference");

    [Theory]
    [InlineData("squared", 1, 1.0)]
    [InlineData("squared", 8, 0.3)]
    [InlineData("poisson", 1, 1.0)]
    [InlineData("poisson", 8, 0.3)]
    public void Predictions_AreThoseOfXgboost(string loss, int rounds, double rate)
    {
        var expected = Xgboost.GetProperty(loss).Numbers($"after{rounds}");
        var x = Xgboost.Floats("x");
        var predictions = new float[expected.Length];

        Trees(loss, rounds, rate).Predict(x, predictions);

        for (int r = 0; r < expected.Length; r++)
            Assert.Equal(expected[r], predictions[r], 1e-3);
    }

    [Theory]
    [InlineData("squared", 1, 1.0)]
    [InlineData("squared", 8, 0.3)]
    public void ShapleyValues_AreThoseOfXgboost(string loss, int rounds, double rate)
    {
        // Squared loss only: for others XGBoost counts a branch by its hessians, we count it by its rows.
        var expected = Xgboost.GetProperty(loss).Numbers($"shapley{rounds}"); // ten rows × (four features, base)
        var trees = Trees(loss, rounds, rate);
        var shares = new GroupShares(trees, [0, 1, 2, 3]); // each feature a group of its own
        for (int r = 0; r < 10; r++)
        {
            var own = new double[GroupShares.MostGroups];
            shares.Add(Xgboost.Floats("x").AsSpan(r * 4, 4), own);
            for (int f = 0; f < 4; f++)
                Assert.Equal(expected[r * 5 + f], own[f], 2e-3);
            Assert.Equal(expected[r * 5 + 4], shares.MeanScore, 2e-3);
        }
    }

    private static BoostedTrees Trees(string loss, int rounds, double rate)
    {
        var x = Xgboost.Floats("x");
        var rows = BoostingRows.From(BoostingFeatures.From(["a", "b", "c", "d"], x), x, Xgboost.GetProperty(loss).Floats("target"));
        return Grow.Trees(rows, new BoostingOptions
        {
            Loss = loss == "squared" ? BoostingLoss.Squared : BoostingLoss.Poisson,
            Rounds = rounds,
            LearningRate = rate,
            Depth = 3,
            Leaves = 8,
            MinLeafWeight = 1,
            L2 = 1,
            RowSample = 1,
            ColumnSample = 1,
        });
    }
}
