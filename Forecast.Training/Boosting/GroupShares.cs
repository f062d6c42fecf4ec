using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Forecast.Training.Boosting;

/// <summary>
/// Exact Shapley values of groups of features: what each group adds to the score of a row, where a group that is not known is averaged over the
/// training rows that came by (Lundberg, Erion &amp; Lee, 2018, with groups as the players). All of a leaf's answers are worked out beforehand, one for each set
/// of groups whose splits the row may fail on the way there (after Yang, 2021), so that a row costs one addition per leaf.
/// </summary>
/// <remarks>
/// Groups and not features: a planner asks what the holiday does, not what each of five columns that describe it does; and a way of twenty splits
/// passes few groups. The plain path differences of Saabas (2014) are cheaper still and add up as well, but give a group less the nearer to the root it splits.
/// </remarks>
internal sealed class GroupShares
{
    /// <summary>Groups at most: one vector of shares per answer.</summary>
    internal const int MostGroups = 8;

    private const int MostLeaves = 1024;

    private static readonly byte[] Packed = Pack();

    private readonly BoostedTrees trees;
    private readonly byte[] groupOf;
    private readonly Place[] places; // per node of all trees
    private readonly int[] firstNode; // per tree
    private readonly float[] answers;

    /// <summary>Works out the answers of all leaves.</summary>
    /// <param name="trees">The trees.</param>
    /// <param name="groupOf">Group of each feature, below <see cref="MostGroups"/>.</param>
    internal GroupShares(BoostedTrees trees, IReadOnlyList<int> groupOf)
    {
        if (groupOf.Count != trees.Features.Count || groupOf.Any(g => g is < 0 or >= MostGroups))
            throw new ArgumentException($"Each of the {trees.Features.Count} features needs a group from 0 to {MostGroups - 1}.", nameof(groupOf));
        this.trees = trees;
        this.groupOf = [.. groupOf.Select(g => (byte)g)];
        int nodes = 0;
        firstNode = new int[trees.Count];
        for (int t = 0; t < trees.Count; t++)
        {
            firstNode[t] = nodes;
            nodes += trees.Tree(t).Length;
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

    /// <summary>Adds the share of each group to <paramref name="shares"/>; with <see cref="MeanScore"/> they add up to the score.</summary>
    internal unsafe void Add(ReadOnlySpan<float> row, Span<double> shares)
    {
        Span<byte> bins = row.Length <= 512 ? stackalloc byte[row.Length] : new byte[row.Length];
        for (int f = 0; f < bins.Length; f++)
            bins[f] = (byte)trees.Features.Bins[f].Of(row[f]);
        Vector256<float> sum = default;
        byte* failed = stackalloc byte[2 * MostLeaves];
        fixed (Place* at = places)
        fixed (float* answer = answers)
        fixed (byte* bin = bins, packed = Packed)
        {
            for (int t = 0; t < trees.Count; t++)
            {
                fixed (TreeNode* tree = trees.Tree(t))
                    sum += Walk(tree, at + firstNode[t], trees.Tree(t).Length, answer, bin, failed, packed);
            }
        }

        for (int g = 0; g < shares.Length; g++)
            shares[g] += sum[g];
    }

    /// <summary>Goes to every leaf, with the groups whose splits send the row elsewhere; children come after their parent.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // All of the time of an explanation goes by in here, and most of it before it would be recompiled.
    private static unsafe Vector256<float> Walk(TreeNode* tree, Place* places, int nodes, float* answers, byte* row, byte* failed, byte* packed)
    {
        var sum = Vector256<float>.Zero;
        failed[0] = 0;
        for (int n = 0; n < nodes; n++)
        {
            var node = tree + n;
            var place = places + n;
            int lost = failed[n];
            if (node->Left == n)
            {
                sum += Vector256.Load(answers + place->Answer + MostGroups * packed[(place->OnTheWay << MostGroups) + lost]);
                continue;
            }

            int bin = row[node->Feature];
            int right = 1 - ((int)(((ulong*)node)[bin >> 6] >> bin) & 1); // Set is the first field
            failed[node->Left] = (byte)(lost | place->Group & -right);
            failed[node->Left + 1] = (byte)(lost | place->Group & right - 1);
        }

        return sum;
    }

    /// <summary>Per set of places and set of bits: the bits at those places, side by side.</summary>
    private static byte[] Pack()
    {
        const int Sets = 1 << MostGroups;
        var packed = new byte[Sets * Sets];
        for (int among = 0; among < Sets; among++)
        {
            for (int set = 0; set < Sets; set++)
            {
                for (int left = among, bit = 1; left != 0; left &= left - 1, bit <<= 1)
                    packed[among * Sets + set] |= (byte)((set & left & -left) != 0 ? bit : 0);
            }
        }

        return packed;
    }

    /// <summary>Lays out the answers of one tree; returns its mean.</summary>
    private double Prepare(int t, List<float> all)
    {
        var tree = trees.Tree(t);
        var known = new double[tree.Length][]; // per node and group: the share of rows that come by although the group is not known
        known[0] = [.. Enumerable.Repeat(1.0, MostGroups)];
        double mean = 0;
        for (int n = 0; n < tree.Length; n++)
        {
            ref var place = ref places[firstNode[t] + n];
            var node = tree[n];
            if (node.IsLeaf(n))
            {
                place.Answer = all.Count;
                Answer(known[n], place.OnTheWay, node.Value, all);
                mean += node.Value * known[n].Aggregate(1.0, (product, share) => product * share);
                continue;
            }

            place.Group = (byte)(1 << groupOf[node.Feature]);
            for (int child = node.Left; child <= node.Left + 1; child++)
            {
                known[child] = (double[])known[n].Clone();
                known[child][groupOf[node.Feature]] *= tree[child].Cover / node.Cover;
                places[firstNode[t] + child].OnTheWay = (byte)(place.OnTheWay | place.Group);
            }
        }

        return mean;
    }

    /// <summary>
    /// For each set of groups that may fail, the shares of all groups in a leaf. Without a group, the leaf counts by the share z of rows that come by; with
    /// it, fully or not at all: φ = value · (o − z) · Σ over sets S of the others of |S|! (k−|S|−1)! ÷ k! · Π in S of o · Π outside of z.
    /// </summary>
    private static void Answer(double[] known, byte onTheWay, float value, List<float> all)
    {
        int[] groups = [.. Enumerable.Range(0, MostGroups).Where(g => (onTheWay & 1 << g) != 0)];
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
                    double z = known[groups[j]], o = (failed & 1 << j) == 0 ? 1 : 0;
                    for (int s = ++degree; s > 0; s--)
                        bySize[s] = bySize[s] * z + bySize[s - 1] * o;
                    bySize[0] *= z;
                }

                double sum = 0, weight = 1.0 / k; // s! (k−s−1)! ÷ k!
                for (int s = 0; s < k; weight *= (s + 1.0) / Math.Max(1, k - s - 1), s++)
                    sum += weight * bySize[s];
                double passes = (failed & 1 << i) == 0 ? 1 : 0;
                shares[groups[i]] = (float)(value * (passes - known[groups[i]]) * sum);
            }

            all.AddRange(shares);
        }
    }

    /// <summary>What a node has beside the tree's own: at leaves where their answers begin, else the group that splits; and the groups that split above.</summary>
    [StructLayout(LayoutKind.Auto)]
    private struct Place
    {
        public int Answer;
        public byte Group, OnTheWay;
    }
}
