using System.Numerics;
using Forecast.Training.Boosting;

namespace Forecast.Tests.Training.Boosting;

public class TreeContributionsTests
{
    private const int Features = 5;

    private static readonly BoostedTrees Trees = Grow.Trees(
        Grow.Rows(4000, Features, x => (x[0] * x[1] * 4) + (x[2] > 9 ? x[3] : x[0] * 2), categorical: new HashSet<int> { 2 }),
        new BoostingOptions { Rounds = 25, Leaves = 14, MinLeafWeight = 10, LearningRate = 0.2 });

    public static TheoryData<float, float, float, float, float> Rows => new()
    {
        { 0.1f, 0.9f, 3, 0.5f, 0.5f },
        { 0.8f, 0.7f, 15, 0.2f, 0.1f },
        { float.NaN, 0.3f, float.NaN, 0.9f, float.NaN },
    };

    [Theory, MemberData(nameof(Rows))]
    public void Sum_IsThePrediction(float a, float b, float c, float d, float e)
    {
        float[] row = [a, b, c, d, e];
        var (contributions, prediction) = (new double[Features + 1], new float[1]);

        Trees.Contributions(row, contributions);
        Trees.Predict(row, prediction);

        Assert.Equal(prediction[0], contributions.Sum(), 1e-4 * Math.Abs(prediction[0]));
    }

    [Theory, MemberData(nameof(Rows))]
    public void EachShare_IsTheShapleyValueByItsDefinition(float a, float b, float c, float d, float e)
    {
        float[] row = [a, b, c, d, e];
        var contributions = new double[Features + 1];

        Trees.Contributions(row, contributions);

        for (int f = 0; f < Features; f++)
            Assert.Equal(Shapley(row, f), contributions[f], 1e-6);
    }

    /// <summary>Σ over subsets S without f of |S|! (n−|S|−1)! ÷ n! · (v(S ∪ f) − v(S)).</summary>
    private static double Shapley(float[] row, int f)
    {
        double sum = 0;
        for (uint set = 0; set < 1u << Features; set++)
        {
            if ((set & (1u << f)) != 0)
                continue;
            int size = BitOperations.PopCount(set);
            sum += Factorial(size) * Factorial(Features - size - 1) / Factorial(Features) * (Value(row, set | (1u << f)) - Value(row, set));
        }

        return sum;
    }

    /// <summary>Expected score if only the features in the set are known; at splits by others both ways count by their cover.</summary>
    private static double Value(float[] row, uint known)
    {
        double sum = 0;
        for (int t = 0; t < Trees.Count; t++)
            sum += Value(Trees.Tree(t), 0, row, known);
        return sum;
    }

    private static double Value(ReadOnlySpan<TreeNode> tree, int n, float[] row, uint known)
    {
        var node = tree[n];
        if (node.IsLeaf(n))
            return node.Value;
        if ((known & (1u << node.Feature)) != 0)
            return Value(tree, node.Left + (node.Set.Contains(Trees.Features.Bins[node.Feature].Of(row[node.Feature])) ? 0 : 1), row, known);
        double left = tree[node.Left].Cover / node.Cover;
        return (left * Value(tree, node.Left, row, known)) + ((1 - left) * Value(tree, node.Left + 1, row, known));
    }

    private static double Factorial(int n) => n < 2 ? 1 : n * Factorial(n - 1);
}
