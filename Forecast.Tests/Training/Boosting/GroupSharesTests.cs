using System.Numerics;
using Forecast.Training.Boosting;

namespace Forecast.Tests.Training.Boosting;

public class GroupSharesTests
{
    private const int Features = 6;

    /// <summary>Two groups of one feature, and two of two.</summary>
    private static readonly int[] GroupOf = [0, 1, 2, 2, 5, 5];

    private static readonly BoostedTrees Trees = Grow.Trees(
        Grow.Rows(4000, Features, x =>
            (x[0] * x[1] * 4) + (x[2] > 9 ? x[3] : x[0] * 2) + x[4] * x[5] * x[1], categorical: new HashSet<int> { 2 }),
        new BoostingOptions { Rounds = 25, Leaves = 14, MinLeafWeight = 10, LearningRate = 0.2 });

    private static readonly GroupShares Shares = new(Trees, GroupOf);

    public static TheoryData<float, float, float, float, float, float> Rows => new()
    {
        { 0.1f, 0.9f, 3, 0.5f, 0.5f, 0.2f },
        { 0.8f, 0.7f, 15, 0.2f, 0.1f, 0.9f },
        { float.NaN, 0.3f, float.NaN, 0.9f, float.NaN, 0.4f },
    };

    [Theory, MemberData(nameof(Rows))]
    public void Sum_IsThePrediction(float a, float b, float c, float d, float e, float f)
    {
        float[] row = [a, b, c, d, e, f];
        var prediction = new float[1];

        Trees.Predict(row, prediction);

        Assert.Equal(prediction[0], Shares.MeanScore + Of(row).Sum(), 1e-4 * Math.Abs(prediction[0]));
    }

    [Theory, MemberData(nameof(Rows))]
    public void EachShare_IsTheShapleyValueByItsDefinition(float a, float b, float c, float d, float e, float f)
    {
        float[] row = [a, b, c, d, e, f];

        var shares = Of(row);

        for (int g = 0; g < GroupShares.MostGroups; g++)
            Assert.Equal(Shapley(row, g), shares[g], 1e-5);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(33)]
    [InlineData(700)]
    public void ManyRows_GetWhatEachGetsAlone(int count)
    {
        var random = new Random(count);
        float[] rows = [
            .. Enumerable.Range(0, count * Features)
            .Select(i => random.Next(9) == 0 ? float.NaN : i % Features == 2 ? random.Next(20) : random.NextSingle())];
        var shares = new double[count * GroupShares.MostGroups];

        Shares.Add(rows, shares);

        for (int r = 0; r < count; r++)
            Assert.Equal(Of(rows[(r * Features)..((r + 1) * Features)]),
                shares[(r * GroupShares.MostGroups)..((r + 1) * GroupShares.MostGroups)]);
    }

    [Fact]
    public void SharesOfOtherRows_AreRefused() =>
        Assert.Throws<ArgumentException>(() => Shares.Add(new float[2 * Features], new double[GroupShares.MostGroups]));

    [Fact]
    public void GroupForEveryFeature_IsDemanded()
    {
        Assert.Throws<ArgumentException>(() => new GroupShares(Trees, [0, 1, 2]));
        Assert.Throws<ArgumentException>(() => new GroupShares(Trees, [0, 1, 2, 3, 4, 8]));
    }

    private static double[] Of(float[] row)
    {
        var shares = new double[GroupShares.MostGroups];
        Shares.Add(row, shares);
        return shares;
    }

    /// <summary>Σ over sets S of groups without g of |S|! (n−|S|−1)! ÷ n! · (v(S ∪ g) − v(S)).</summary>
    private static double Shapley(float[] row, int g)
    {
        const int N = GroupShares.MostGroups;
        double sum = 0;
        for (uint set = 0; set < 1u << N; set++)
        {
            if ((set & (1u << g)) != 0)
                continue;
            int size = BitOperations.PopCount(set);
            sum += Factorial(size) * Factorial(N - size - 1) / Factorial(N) * (Value(row, set | (1u << g)) - Value(row, set));
        }

        return sum;
    }

    /// <summary>Expected score if only the groups in the set are known; at splits by others both ways count by their cover.</summary>
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
        if ((known & (1u << GroupOf[node.Feature])) != 0)
            return Value(tree, node.Left + (node.Set.Contains(Trees.Features.Bins[node.Feature].Of(row[node.Feature])) ? 0 : 1), row,
                known);
        double left = tree[node.Left].Cover / node.Cover;
        return (left * Value(tree, node.Left, row, known)) + ((1 - left) * Value(tree, node.Left + 1, row, known));
    }

    private static double Factorial(int n) => n < 2 ? 1 : n * Factorial(n - 1);
}
