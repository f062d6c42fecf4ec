namespace Forecast.Training.Boosting;

/// <summary>
/// Exact Shapley values of one tree by paths (Lundberg, Erion &amp; Lee 2018, "Consistent Individualized Feature Attribution for Tree
/// Ensembles", algorithm 2). A feature that is not known is averaged over the training rows that came by (cover). Time per
/// row: leaves × depth².
/// </summary>
/// <remarks>
/// Chosen over the plain path differences of Saabas (2014), which are some twenty times cheaper and add up as well, but give a
/// feature less the nearer to the root it splits: two features that matter alike would not look alike.
/// </remarks>
internal ref struct TreeContributions
{
    private readonly ReadOnlySpan<TreeNode> tree;
    private readonly ReadOnlySpan<byte> row;
    private readonly Span<double> sums;
    private readonly Span<Step> paths; // one path per depth, as each level continues a copy

    private TreeContributions(ReadOnlySpan<TreeNode> tree, ReadOnlySpan<byte> row, Span<double> sums, Span<Step> paths)
    {
        this.tree = tree;
        this.row = row;
        this.sums = sums;
        this.paths = paths;
    }

    /// <summary>Steps of scratch space for a tree of this depth.</summary>
    internal static int Scratch(int depth) => (depth + 2) * (depth + 3) / 2;

    /// <summary>Adds each feature's share to <paramref name="sums"/>, and the mean of the tree to its last place.</summary>
    internal static void Add(ReadOnlySpan<TreeNode> tree, ReadOnlySpan<byte> row, Span<double> sums, Span<Step> scratch)
    {
        sums[^1] += Expected(tree, 0);
        if (tree.Length > 1)
            new TreeContributions(tree, row, sums, scratch).Walk(0, 0, 0, 1, 1, -1);
    }

    private static double Expected(ReadOnlySpan<TreeNode> tree, int n)
    {
        double sum = 0;
        for (int i = n; i < tree.Length; i++)
        {
            if (tree[i].IsLeaf(i))
                sum += (double)tree[i].Value * tree[i].Cover;
        }

        return sum / tree[0].Cover;
    }

    private readonly void Walk(int n, int at, int length, double zero, double one, int feature)
    {
        var path = paths.Slice(at, length + 1);
        Extend(path, length, zero, one, feature);
        var node = tree[n];
        if (node.IsLeaf(n))
        {
            for (int i = 1; i <= length; i++)
                sums[path[i].Feature] += Unwound(path, length, i) * (path[i].One - path[i].Zero) * node.Value;
            return;
        }

        int hot = node.Left + (node.Set.Contains(row[node.Feature]) ? 0 : 1), cold = (2 * node.Left) + 1 - hot;
        double passedZero = 1, passedOne = 1;
        int last = length;
        for (int i = 1; i <= length; i++)
        {
            if (path[i].Feature != node.Feature)
                continue;
            (passedZero, passedOne) = (path[i].Zero, path[i].One);
            Unwind(path, length, i);
            last--;
            break;
        }

        // Each branch continues its own copy, kept behind this one.
        int next = at + length + 1;
        path[..(last + 1)].CopyTo(paths[next..]);
        Walk(hot, next, last + 1, passedZero * tree[hot].Cover / node.Cover, passedOne, node.Feature);
        path[..(last + 1)].CopyTo(paths[next..]);
        Walk(cold, next, last + 1, passedZero * tree[cold].Cover / node.Cover, 0, node.Feature);
    }

    private static void Extend(Span<Step> path, int length, double zero, double one, int feature)
    {
        path[length] = new Step { Feature = feature, Zero = zero, One = one, Weight = length == 0 ? 1 : 0 };
        for (int i = length - 1; i >= 0; i--)
        {
            path[i + 1].Weight += one * path[i].Weight * (i + 1) / (length + 1);
            path[i].Weight = zero * path[i].Weight * (length - i) / (length + 1);
        }
    }

    private static void Unwind(Span<Step> path, int length, int at)
    {
        var (one, zero, next) = (path[at].One, path[at].Zero, path[length].Weight);
        for (int i = length - 1; i >= 0; i--)
        {
            if (one != 0)
            {
                double weight = path[i].Weight;
                path[i].Weight = next * (length + 1) / ((i + 1) * one);
                next = weight - (path[i].Weight * zero * (length - i) / (length + 1));
            }
            else
            {
                path[i].Weight = path[i].Weight * (length + 1) / (zero * (length - i));
            }
        }

        for (int i = at; i < length; i++)
            (path[i].Feature, path[i].Zero, path[i].One) = (path[i + 1].Feature, path[i + 1].Zero, path[i + 1].One);
    }

    private static double Unwound(ReadOnlySpan<Step> path, int length, int at)
    {
        var (one, zero, next, total) = (path[at].One, path[at].Zero, path[length].Weight, 0.0);
        for (int i = length - 1; i >= 0; i--)
        {
            if (one != 0)
            {
                double weight = next * (length + 1) / ((i + 1) * one);
                total += weight;
                next = path[i].Weight - (weight * zero * (length - i) / (length + 1));
            }
            else if (zero != 0)
            {
                total += path[i].Weight * (length + 1) / (zero * (length - i));
            }
        }

        return total;
    }

    /// <summary>One feature on the way down: the share of rows that come by without it (Zero) and with it (One), and the weight of subsets.</summary>
    [System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Auto)]
    internal struct Step
    {
        internal int Feature;
        internal double Zero, One, Weight;
    }
}
