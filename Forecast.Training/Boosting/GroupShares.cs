using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Forecast.Training.Boosting;

/// <summary>
/// Exact Shapley values of groups of features: what each group adds to the score of a row, where a group that is not known is averaged over
/// the training rows that came by (Lundberg, Erion &amp; Lee, 2018, with groups as the players). All of a leaf's answers are worked out
/// beforehand, one for each set of groups whose splits the row may fail on the way there (after Yang, 2021), so that a row costs one
/// addition per leaf.
/// </summary>
/// <remarks>
/// Groups and not features: a planner asks what the holiday does, not what each of five columns that describe it does; and a way of twenty
/// splits passes few groups. The plain path differences of Saabas (2014) are cheaper still and add up as well, but give a group less the
/// nearer to the root it splits.
/// </remarks>
internal sealed class GroupShares
{
    /// <summary>Groups at most: one vector of shares per answer.</summary>
    internal const int MostGroups = 8;

    /// <summary>
    /// Rows that go through a tree together: their bins, sets and sums stay in the first-level cache, and the tree's answers are fetched
    /// once for all of them.
    /// </summary>
    private const int BlockRows = 256;

    private readonly BoostedTrees trees;
    private readonly byte[] groupOf;
    private readonly Place[] places; // per node of all trees
    private readonly int[] firstNode; // per tree
    private readonly int largestTree;
    private readonly float[] answers;

    /// <summary>Works out the answers of all leaves.</summary>
    /// <param name="trees">The trees.</param>
    /// <param name="groupOf">Group of each feature, below <see cref="MostGroups"/>.</param>
    internal GroupShares(BoostedTrees trees, IReadOnlyList<int> groupOf)
    {
        if (groupOf.Count != trees.Features.Count || groupOf.Any(g => g is < 0 or >= MostGroups))
            throw new ArgumentException(
                $"Each of the {trees.Features.Count} features needs a group from 0 to {MostGroups - 1}.", nameof(groupOf));
        this.trees = trees;
        this.groupOf = [.. groupOf.Select(g => (byte)g)];
        int nodes = 0;
        firstNode = new int[trees.Count];
        for (int t = 0; t < trees.Count; t++)
        {
            firstNode[t] = nodes;
            nodes += trees.Tree(t).Length;
            largestTree = Math.Max(largestTree, trees.Tree(t).Length);
        }

        places = new Place[nodes];
        var all = new List<float>();
        double mean = trees.Start;
        for (int t = 0; t < trees.Count; t++)
            mean += Prepare(t, all);
        (answers, MeanScore) = ([.. all], mean);
    }

    /// <summary>The score of a row of which nothing is known.</summary>
    internal double MeanScore { get; }

    /// <summary>
    /// Adds to <paramref name="shares"/> what each group adds to the score of each row; with <see cref="MeanScore"/> a row's shares add up
    /// to its score.
    /// </summary>
    /// <param name="rows">Row-major, rows × features; NaN where unknown.</param>
    /// <param name="shares">Rows × <see cref="MostGroups"/>.</param>
    internal unsafe void Add(ReadOnlySpan<float> rows, Span<double> shares)
    {
        int width = groupOf.Length, count = shares.Length / MostGroups;
        if (rows.Length != count * width || shares.Length != count * MostGroups)
            throw new ArgumentException(
                $"{rows.Length} values of {width} features do not fit {shares.Length} shares of {MostGroups} groups.", nameof(rows));
        var binned = new BinnedColumns(trees.Features.Bins, BlockRows);
        var failed = new byte[largestTree * BlockRows];
        fixed (double* share = shares)
        fixed (byte* fail = failed)
        {
            for (int first = 0; first < count; first += BlockRows)
            {
                int block = Math.Min(BlockRows, count - first);
                binned.Fill(rows.Slice(first * width, block * width));
                for (int t = 0; t < trees.Count; t++)
                    AddTree(t, binned, block, fail, share + (long)first * MostGroups);
            }
        }
    }

    /// <summary>
    /// Takes a block of rows to every leaf, each row with the groups whose splits send it elsewhere; children come after their parent.
    /// </summary>
    // Most of an explanation goes by in here, and much of it before it would be recompiled.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private unsafe void AddTree(int t, BinnedColumns binned, int rows, byte* failed, double* shares)
    {
        float* sums = stackalloc float[BlockRows * MostGroups];
        new Span<float>(sums, rows * MostGroups).Clear();
        new Span<byte>(failed, BlockRows).Clear();
        fixed (TreeNode* tree = trees.Tree(t))
        fixed (Place* at = places.AsSpan(firstNode[t]))
        fixed (float* answer = answers)
        fixed (byte* bins = binned.Bins)
        {
            for (int n = 0; n < trees.Tree(t).Length; n++)
            {
                byte* lost = failed + n * BlockRows;
                if (tree[n].IsLeaf(n))
                    AddAnswers(answer + at[n].Answer, lost, rows, sums);
                else
                    Split(tree + n, at[n].Bit, bins + (long)tree[n].Feature * binned.Stride, lost, rows, failed + tree[n].Left * BlockRows);
            }
        }

        for (int i = 0; i < rows * MostGroups; i++)
            shares[i] += sums[i];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe void AddAnswers(float* answers, byte* lost, int rows, float* sums)
    {
        for (int r = 0; r < rows; r++, sums += MostGroups)
            (Vector256.Load(sums) + Vector256.Load(answers + MostGroups * lost[r])).Store(sums);
    }

    /// <summary>
    /// Marks in the one child the rows that go to the other; past the last row, up to a whole vector, lie rows that nobody looks at.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe void Split(TreeNode* node, byte bit, byte* bins, byte* lost, int rows, byte* children)
    {
        var set = node->Set;
        var mark = Vector256.Create(bit);
        for (int r = 0; r < rows; r += Vector256<byte>.Count)
        {
            var right = Vector256.AndNot(mark, set.Contains(Vector256.Load(bins + r)));
            var before = Vector256.Load(lost + r);
            (before | right).Store(children + r);
            (before | right ^ mark).Store(children + BlockRows + r);
        }
    }

    /// <summary>Lays out the answers of one tree; returns its mean.</summary>
    private double Prepare(int t, List<float> all)
    {
        var tree = trees.Tree(t);
        var ways = new Way[tree.Length];
        ways[0] = new([], []);
        double mean = 0;
        for (int n = 0; n < tree.Length; n++)
        {
            ref var place = ref places[firstNode[t] + n];
            var (node, way) = (tree[n], ways[n]);
            if (node.IsLeaf(n))
            {
                place.Answer = all.Count;
                Answer(way, node.Value, all);
                mean += node.Value * way.Known.Aggregate(1.0, (product, share) => product * share);
                continue;
            }

            way = way.Past(groupOf[node.Feature], out int at);
            place.Bit = (byte)(1 << at);
            for (int child = node.Left; child <= node.Left + 1; child++)
                ways[child] = way.Narrowed(at, tree[child].Cover / node.Cover);
        }

        return mean;
    }

    /// <summary>
    /// For each set of groups that may fail, the shares of all groups in a leaf. Without a group, the leaf counts by the share z of rows
    /// that come by; with it, fully or not at all: φ = value · (o − z) · Σ over sets S of the others of |S|! (k−|S|−1)! ÷ k! · Π in S of o
    /// · Π outside of z.
    /// </summary>
    private static void Answer(Way way, float value, List<float> all)
    {
        var (groups, known) = way;
        int k = groups.Length;
        Span<double> bySize = stackalloc double[MostGroups + 1];
        Span<float> shares = stackalloc float[MostGroups];
        for (int failed = 0; failed < 1 << k; failed++)
        {
            shares.Clear();
            for (int i = 0; i < k; i++)
            {
                // Coefficients of Π (z + o·x) over the others: the x of power s collects the sets of size s.
                bySize.Clear();
                bySize[0] = 1;
                for (int j = 0, degree = 0; j < k; j++)
                {
                    if (j == i)
                        continue;
                    double z = known[j], o = (failed & 1 << j) == 0 ? 1 : 0;
                    for (int s = ++degree; s > 0; s--)
                        bySize[s] = bySize[s] * z + bySize[s - 1] * o;
                    bySize[0] *= z;
                }

                double sum = 0, weight = 1.0 / k; // s! (k−s−1)! ÷ k!
                for (int s = 0; s < k; weight *= (s + 1.0) / Math.Max(1, k - s - 1), s++)
                    sum += weight * bySize[s];
                double passes = (failed & 1 << i) == 0 ? 1 : 0;
                shares[groups[i]] = (float)(value * (passes - known[i]) * sum);
            }

            all.AddRange(shares);
        }
    }

    /// <summary>
    /// What a node has beside the tree's own: a leaf where its answers begin, any other the place of its group on the way, as a bit.
    /// </summary>
    [StructLayout(LayoutKind.Auto)]
    private struct Place
    {
        public int Answer;
        public byte Bit;
    }

    /// <summary>The way from the root to a node.</summary>
    /// <param name="Groups">The groups that split on it, in the order of their first splits, so that a group has the same place at all
    /// nodes below.</param>
    /// <param name="Known">Per group the share of rows that come by although the group is not known.</param>
    private readonly record struct Way(byte[] Groups, double[] Known)
    {
        public Way Past(byte group, out int at)
        {
            at = Array.IndexOf(Groups, group);
            if (at >= 0)
                return this;
            at = Groups.Length;
            return new Way([.. Groups, group], [.. Known, 1]);
        }

        public Way Narrowed(int at, double share)
        {
            var known = (double[])Known.Clone();
            known[at] *= share;
            return this with { Known = known };
        }
    }
}
