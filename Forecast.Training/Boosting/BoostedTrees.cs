namespace Forecast.Training.Boosting;

/// <summary>
/// Gradient-boosted decision trees on quantised features (Friedman 2001; second-order gain and sparsity-aware splits after Chen &amp;
/// Guestrin 2016, "XGBoost"; leaf-wise growth and histogram subtraction after Ke et al. 2017, "LightGBM").
/// </summary>
/// <remarks>
/// Immutable. The same rows, options and seed give the same trees bit for bit, whatever the number of threads.
/// </remarks>
public sealed class BoostedTrees : IRowModel
{
    private readonly TreeNode[] nodes; // of all trees, one after the other
    private readonly int[] starts; // first node of each tree, and the end
    private readonly Lazy<VectorTree[]> trees;

    internal BoostedTrees(BoostingFeatures features, BoostingLoss loss, float start, TreeNode[] nodes, int[] starts)
    {
        (Features, Loss, Start, this.nodes, this.starts) = (features, loss, start, nodes, starts);
        trees = new(() => [.. Enumerable.Range(0, Count).Select(t => new VectorTree(Tree(t)))]);
    }

    /// <summary>The features the trees were grown on.</summary>
    public BoostingFeatures Features { get; }

    /// <summary>The loss the trees were grown for.</summary>
    public BoostingLoss Loss { get; }

    /// <summary>Number of trees.</summary>
    public int Count => starts.Length - 1;

    /// <summary>The constant score that the trees add to.</summary>
    internal float Start { get; }

    internal ReadOnlySpan<TreeNode> Nodes => nodes;

    internal ReadOnlySpan<int> Starts => starts;

    /// <summary>
    /// Grows trees on <paramref name="train"/>; with <paramref name="validation"/> and a patience, keeps the number of trees that was best
    /// there.
    /// </summary>
    /// <exception cref="ArgumentException">The options do not fit the rows, or a target has no meaning under the loss.</exception>
    public static BoostedTrees Fit(
        BoostingRows train, BoostingOptions options, BoostingRows? validation = null, int threads = 1,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(options);
        options.Check(train.Features.Count);
        using var team = new WorkerTeam(Math.Max(1, threads));
        return new BoostingFit(train, options, validation, team).Run(cancellationToken);
    }

    /// <summary>
    /// These trees, and <paramref name="rounds"/> more that are grown on what they leave unexplained of other rows: later ones, say.
    /// </summary>
    /// <exception cref="ArgumentException">The options do not fit the rows, the rows were quantised with other features, or a target has no
    /// meaning under the loss.</exception>
    public BoostedTrees Extend(
        BoostingRows train, BoostingOptions options, int rounds, int threads = 1, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(options);
        options.Check(train.Features.Count);
        using var team = new WorkerTeam(Math.Max(1, threads));
        return new BoostingFit(train, options, validation: null, team).Extend(this, rounds, cancellationToken);
    }

    /// <summary>Predicts rows of raw features.</summary>
    /// <param name="values">Row-major, rows × features; NaN where unknown.</param>
    /// <param name="predictions">One per row, on the scale of the target.</param>
    /// <param name="threads">Threads to use.</param>
    public void Predict(ReadOnlyMemory<float> values, Memory<float> predictions, int threads = 1)
    {
        if (values.Length != (long)predictions.Length * Features.Count)
            throw new ArgumentException($"{predictions.Length} predictions need {(long)predictions.Length * Features.Count} values of "
                + $"{Features.Count} features; there are {values.Length}.", nameof(values));
        const int Block = 1024;
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = threads };
        Parallel.For(0, (predictions.Length + Block - 1) / Block, parallel, () => new BinnedColumns(Features.Bins, Block), (b, _, binned) =>
        {
            int from = b * Block, count = Math.Min(Block, predictions.Length - from);
            binned.Fill(values.Span.Slice(from * Features.Count, count * Features.Count));
            var scores = predictions.Span.Slice(from, count);
            Score(binned, 0, scores);
            Loss.Mean(scores);
            return binned;
        }, _ => { });
    }

    void IRowModel.Predict(BinnedColumns rows, Span<float> predictions)
    {
        Score(rows, 0, predictions);
        Loss.Mean(predictions);
    }

    /// <summary>Writes the trees, versioned and with a checksum.</summary>
    public void Write(Stream stream) => BoostedTreesFormat.Write(this, stream);

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The bytes are cut off, damaged, of another version or something else.</exception>
    public static BoostedTrees Read(Stream stream) => BoostedTreesFormat.Read(stream);

    /// <summary>
    /// Adds up the trees for the rows from <paramref name="first"/> on, as many as there are scores; on the scale of the link.
    /// </summary>
    internal void Score(BinnedColumns rows, int first, Span<float> scores)
    {
        scores.Fill(Start);
        const int Block = 1024; // rows whose bins stay in the second-level cache while all trees pass
        for (int from = 0; from < scores.Length; from += Block)
        {
            var block = scores.Slice(from, Math.Min(Block, scores.Length - from));
            foreach (var tree in trees.Value)
                tree.Add(rows, first + from, block);
        }
    }

    internal ReadOnlySpan<TreeNode> Tree(int tree) => nodes.AsSpan(starts[tree]..starts[tree + 1]);
}
