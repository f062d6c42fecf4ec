using Forecast.Training.Boosting;

namespace Forecast.Tests.Training.Boosting;

public class VectorTreeTests
{
    private const int Features = 7;

    [Theory]
    [InlineData(1, 5)]
    [InlineData(2, 31)]
    [InlineData(3, 32)]
    [InlineData(31, 33)]
    [InlineData(31, 1000)]
    [InlineData(BoostingOptions.MostLeaves, 300)]
    public void Add_GivesEachRowTheLeafThatWalkingDownFinds(int leaves, int rows)
    {
        var random = new Random(leaves);
        for (int repeat = 0; repeat < 20; repeat++)
        {
            var tree = Random(random, leaves);
            var columns = new BinnedColumns(new FeatureBins[Features], rows);
            random.NextBytes(columns.Bins);
            for (int i = 0; i < columns.Bins.Length; i += 9)
                columns.Bins[i] = FeatureBins.Missing;
            int first = random.Next(rows);
            var scores = Enumerable.Range(0, rows - first).Select(i => (float)i).ToArray();

            new VectorTree(tree).Add(columns, first, scores);

            for (int i = 0; i < scores.Length; i++)
                Assert.Equal(i + Walk(tree, columns, first + i), scores[i]);
        }
    }

    private static float Walk(TreeNode[] tree, BinnedColumns columns, int row)
    {
        int n = 0;
        while (!tree[n].IsLeaf(n))
        {
            int bin = columns.Bins[tree[n].Feature * columns.Stride + row];
            n = tree[n].Set.Contains(bin) ? tree[n].Left : tree[n].Left + 1;
        }

        return tree[n].Value;
    }

    /// <summary>Splits random leaves, by threshold or by category, until there are enough.</summary>
    private static TreeNode[] Random(Random random, int leaves)
    {
        var tree = new List<TreeNode> { TreeNode.Leaf(0, 1, 1) };
        while (tree.Count < (2 * leaves) - 1)
        {
            int n = random.Next(tree.Count);
            if (!tree[n].IsLeaf(n))
                continue;
            var split = new TreeNode { Left = tree.Count, Feature = random.Next(Features), Threshold = -1 };
            if (random.Next(3) == 0)
            {
                split.Set = BinSet.FromWords(
                    (ulong)random.NextInt64(), (ulong)random.NextInt64() << 1, (ulong)random.NextInt64(), (ulong)random.NextInt64() << 1);
            }
            else
            {
                (split.Threshold, split.MissingLeft) = (random.Next(FeatureBins.MostValueBins), random.Next(2) == 0);
                split.Set = BinSet.UpTo(split.Threshold, split.MissingLeft);
            }

            tree[n] = split;
            tree.Add(TreeNode.Leaf(tree.Count, random.Next(1000), 1));
            tree.Add(TreeNode.Leaf(tree.Count, random.Next(1000), 1));
        }

        return [.. tree];
    }
}
