namespace Forecast.Training.Boosting;

/// <summary>Grows one tree leaf by leaf: always the leaf whose split gains most (Shi 2007; the order of LightGBM).</summary>
internal sealed unsafe class TreeGrower
{
    private readonly BinnedRows data;
    private readonly BoostingOptions options;
    private readonly WorkerTeam team;
    private readonly long[] histograms;
    private readonly int groups, units; // of features, of work
    private readonly int words; // of one leaf's histogram
    private readonly Split[] found; // per unit of work: best for the smaller and the larger child
    private readonly List<Leaf> leaves = [];
    private readonly List<TreeNode> nodes = [];

    internal TreeGrower(BinnedRows data, BoostingOptions options, WorkerTeam team)
    {
        this.data = data;
        Columns = data.Transposed(team);
        this.options = options;
        this.team = team;
        int places = (FeatureCount(data.Features.Length, options) + Histogram.Group - 1) / Histogram.Group * Histogram.Group;
        groups = places / Histogram.Group;
        words = places * Histogram.Width;
        histograms = GC.AllocateUninitializedArray<long>(checked(words * options.Leaves), pinned: true);
        units = Math.Min(team.Units, groups);
        found = new Split[2 * units];
        InBag = new RowPartition(data.Rows);
        OutOfBag = new RowPartition(data.Rows);
    }

    /// <summary>The same bins by feature: a split reads one feature of many rows.</summary>
    internal BinnedColumns Columns { get; }

    /// <summary>The rows the next tree learns from.</summary>
    internal RowPartition InBag { get; }

    /// <summary>The other rows; they follow the splits to have their scores updated.</summary>
    internal RowPartition OutOfBag { get; }

    /// <summary>The leaves of the tree grown last, with the rows in them.</summary>
    internal IReadOnlyList<Leaf> Leaves => leaves;

    /// <summary>Grows a tree; leaf values are steps before the learning rate.</summary>
    internal List<TreeNode> Grow(GradientWords gradients, int inBag, int outOfBag, int[] active)
    {
        var finder = new SplitFinder(options, gradients.GradientUnit, gradients.HessianUnit);
        leaves.Clear();
        nodes.Clear();
        var root = new Leaf { Count = inBag, OutCount = outOfBag, Low = double.NegativeInfinity, High = double.PositiveInfinity };
        nodes.Add(default);
        leaves.Add(root);
        SumRoot(gradients, root);
        Search(gradients, finder, active, root, null);

        while (leaves.Count < options.Leaves && Best() is { } leaf)
            Divide(gradients, finder, active, leaf);

        foreach (var leaf in leaves)
        {
            leaf.Value = finder.LeafValue(leaf.Sum, leaf.Low, leaf.High);
            nodes[leaf.Node] = TreeNode.Leaf(leaf.Node, (float)leaf.Value, leaf.Count + leaf.OutCount);
        }

        return nodes;
    }

    /// <summary>Features a tree may split by.</summary>
    internal static int FeatureCount(int features, BoostingOptions options) =>
        Math.Max(1, (int)Math.Round(options.ColumnSample * features));

    private Leaf? Best()
    {
        Leaf? best = null;
        foreach (var leaf in leaves)
        {
            if (leaf.Split.Gain > (best?.Split.Gain ?? 0))
                best = leaf;
        }

        return best;
    }

    private void Divide(GradientWords gradients, SplitFinder finder, int[] active, Leaf leaf)
    {
        var split = leaf.Split;
        int left = InBag.Divide(leaf.Begin, leaf.Count, Columns, split.Feature, split.Left, team);
        int outLeft = OutOfBag.Divide(leaf.OutBegin, leaf.OutCount, Columns, split.Feature, split.Left, team);

        var right = new Leaf
        {
            Node = nodes.Count + 1,
            Depth = leaf.Depth + 1,
            Sum = leaf.Sum - split.LeftSum,
            Low = leaf.Low,
            High = leaf.High,
            Slot = leaves.Count,
            Begin = leaf.Begin + left,
            Count = leaf.Count - left,
            OutBegin = leaf.OutBegin + outLeft,
            OutCount = leaf.OutCount - outLeft,
        };
        nodes[leaf.Node] = new TreeNode
        {
            Set = split.Left,
            Left = nodes.Count,
            Feature = split.Feature,
            Cover = leaf.Count + leaf.OutCount,
            Threshold = split.Threshold,
            MissingLeft = split.MissingLeft,
        };
        (leaf.Node, leaf.Depth, leaf.Sum, leaf.Count, leaf.OutCount, leaf.Split) =
            (nodes.Count, leaf.Depth + 1, split.LeftSum, left, outLeft, default);
        nodes.Add(default);
        nodes.Add(default);
        leaves.Add(right);
        Bound(finder, split, leaf, right);

        if (leaves.Count == options.Leaves || leaf.Depth >= options.Depth)
            return;
        var (small, large) = leaf.Count <= right.Count ? (leaf, right) : (right, leaf);
        (small.Slot, large.Slot) = (right.Slot, leaf.Slot);
        Search(gradients, finder, active, small, large);
    }

    /// <summary>
    /// Keeps the two sides of a monotone split apart for all later splits below it: each stays on its side of the middle.
    /// </summary>
    private void Bound(SplitFinder finder, Split split, Leaf left, Leaf right)
    {
        int sign = split.Threshold < 0 ? 0 : options.Monotone?[split.Feature] ?? 0;
        if (sign == 0)
            return;
        double middle = (finder.LeafValue(left.Sum, left.Low, left.High) + finder.LeafValue(right.Sum, right.Low, right.High)) / 2;
        var (lower, upper) = sign > 0 ? (left, right) : (right, left);
        (lower.High, upper.Low) = (middle, middle);
    }

    private void SumRoot(GradientWords gradients, Leaf root)
    {
        long sum = 0;
        var rows = InBag.Rows.AsSpan(0, root.Count);
        foreach (int row in rows)
            sum += gradients.Words[row];
        root.Sum = sum;
    }

    /// <summary>
    /// Counts the smaller leaf, takes the larger one as what its parent has left, and looks for the best split of both: one section for the
    /// team.
    /// </summary>
    private void Search(GradientWords gradients, SplitFinder finder, int[] active, Leaf small, Leaf? large)
    {
        var sums = Sums(small, gradients);
        var largeSums = large is null ? default : Sums(large, gradients);
        Array.Clear(found);
        int used = FeatureCount(data.Features.Length, options);
        team.Run(units, unit =>
        {
            var (first, end) = WorkerTeam.Share(groups, 1, unit, units);
            (first, end) = (first * Histogram.Group, end * Histogram.Group);
            fixed (byte* bins = data.Bins)
            fixed (int* rows = InBag.Rows, features = active)
            fixed (long* packed = gradients.Words, all = histograms)
            {
                long* counted = all + ((long)small.Slot * words), rest = null;
                int from = first * Histogram.Width, length = (end - first) * Histogram.Width;
                new Span<long>(counted + from, length).Clear();
                Histogram.Add(bins, data.Stride, rows + small.Begin, small.Count, packed, features, first, end, counted);
                if (large is not null)
                {
                    rest = all + ((long)large.Slot * words);
                    Histogram.Subtract(rest + from, counted + from, length);
                }

                for (int place = first; place < Math.Min(end, used); place++)
                {
                    int f = active[place];
                    Keep(ref found[2 * unit], finder.Find(
                        data.Features[f], f, new(counted + ((long)place * Histogram.Width), Histogram.Width), sums));
                    if (rest is not null)
                        Keep(ref found[(2 * unit) + 1],
                            finder.Find(data.Features[f], f, new(rest + ((long)place * Histogram.Width), Histogram.Width), largeSums));
                }
            }
        });

        small.Split = Merge(0);
        if (large is not null)
            large.Split = Merge(1);
    }

    private LeafSums Sums(Leaf leaf, GradientWords gradients) =>
        LeafSums.Of(leaf.Sum, leaf.Low, leaf.High, gradients.GradientUnit, gradients.HessianUnit, options.L2);

    private Split Merge(int which)
    {
        var best = found[which];
        for (int unit = 1; unit < units; unit++)
            Keep(ref best, found[(2 * unit) + which]);
        return best;
    }

    private static void Keep(ref Split best, Split candidate)
    {
        if (candidate.BetterThan(best))
            best = candidate;
    }

    /// <summary>A leaf while its tree grows: its rows, in and out of the bag, its sums and its best split.</summary>
    internal sealed class Leaf
    {
        internal int Node, Depth, Begin, Count, OutBegin, OutCount, Slot;
        internal long Sum;
        internal double Low, High, Value;
        internal Split Split;
    }
}
