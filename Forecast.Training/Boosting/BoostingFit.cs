namespace Forecast.Training.Boosting;

/// <summary>One run of boosting: derivatives, sample, tree, scores; round after round.</summary>
internal sealed class BoostingFit
{
    private readonly BoostingRows train;
    private readonly BoostingRows? validation;
    private readonly BoostingOptions options;
    private readonly WorkerTeam team;
    private readonly TreeGrower grower;
    private readonly BinnedColumns? validationColumns;
    private readonly float[] scores;
    private readonly float[] validationScores;
    private readonly List<TreeNode> nodes = [];
    private readonly List<int> starts = [0];

    internal BoostingFit(BoostingRows train, BoostingOptions options, BoostingRows? validation, WorkerTeam team)
    {
        (this.train, this.options, this.team) = (train, options, team);
        this.validation = options.Patience > 0 && validation is { Rows: > 0 } ? validation : null;
        if (validation is not null && !ReferenceEquals(validation.Features, train.Features))
            throw new ArgumentException(
                "The validation rows were quantised with other features than the training rows.", nameof(validation));
        if (train.Rows == 0)
            throw new ArgumentException("There are no rows to learn from.", nameof(train));
        if (options.Loss.NeedsNonNegative && train.Target.AsSpan().IndexOfAnyExceptInRange(0, float.MaxValue) is >= 0 and var bad)
            throw new ArgumentException(
                $"The target of row {bad} is {train.Target[bad]}; this loss is for targets that are not negative.", nameof(train));
        grower = new TreeGrower(train.Binned, options, team);
        validationColumns = this.validation?.Binned.Transposed(team);
        scores = new float[train.Rows];
        validationScores = new float[this.validation?.Rows ?? 0];
    }

    internal BoostedTrees Run(CancellationToken ct)
    {
        float start = (float)options.Loss.Start(train.Target, train.Weight);
        Array.Fill(scores, start);
        Array.Fill(validationScores, start);
        int trees = Grow(0, options.Rounds, ct);
        return Trees(start, trees);
    }

    /// <summary>Grows further trees after those grown on other rows.</summary>
    internal BoostedTrees Extend(BoostedTrees grown, int rounds, CancellationToken ct)
    {
        if (!ReferenceEquals(grown.Features, train.Features))
            throw new ArgumentException("The rows were quantised with other features than those of the trees they extend.", nameof(grown));
        team.Ranges(train.Rows, 64, (begin, end) => grown.Score(grower.Columns, begin, scores.AsSpan(begin, end - begin)));
        nodes.AddRange(grown.Nodes);
        starts.AddRange(grown.Starts[1..]);
        int trees = Grow(grown.Count, rounds, ct);
        return Trees(grown.Start, trees);
    }

    /// <summary>Grows a tree per round; returns how many to keep.</summary>
    private int Grow(int first, int rounds, CancellationToken ct)
    {
        var gradients = new GradientWords(train.Rows, team);
        double best = Validate();
        int keep = 0, bestRound = first;
        for (int round = first; round < first + rounds; round++)
        {
            ct.ThrowIfCancellationRequested();
            gradients.Compute(options.Loss, scores, train.Target, train.Weight);
            var (inBag, outOfBag) = RowSample.Draw(
                train.Rows, options.RowSample, options.Seed, round, grower.InBag.Rows, grower.OutOfBag.Rows);
            var active = RowSample.Features(
                train.Features.Count, TreeGrower.FeatureCount(train.Features.Count, options), options.Seed, round);
            Take(grower.Grow(gradients, inBag, outOfBag, active));
            if (validation is null)
                continue;
            if (Validate() is var loss && loss < best)
                (best, keep, bestRound) = (loss, starts.Count - 1, round);
            else if (round - bestRound >= options.Patience)
                break;
        }

        return validation is null ? starts.Count - 1 : keep;
    }

    private BoostedTrees Trees(float start, int count) =>
        new(train.Features, options.Loss, start, [.. nodes.Take(starts[count])], [.. starts.Take(count + 1)]);

    private void Take(List<TreeNode> tree)
    {
        if (tree.Count == 1)
            return; // No split: the constant would only follow the luck of the sample.
        if (options.Loss.LeafQuantile is { } level)
            team.Run(grower.Leaves.Count, leaf => TakeQuantile(grower.InBag, grower.Leaves[leaf], level));

        var span = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(tree);
        foreach (var leaf in grower.Leaves)
            span[leaf.Node].Value = (float)(options.LearningRate * leaf.Value);
        team.Run(team.Units, unit =>
        {
            foreach (var leaf in grower.Leaves)
            {
                float step = (float)(options.LearningRate * leaf.Value);
                Step(grower.InBag.Rows.AsSpan(leaf.Begin, leaf.Count), unit, step);
                Step(grower.OutOfBag.Rows.AsSpan(leaf.OutBegin, leaf.OutCount), unit, step);
            }
        });
        if (validationColumns is not null)
        {
            var grown = new VectorTree(span);
            team.Ranges(validationColumns.Rows, 64, (begin, end) =>
                grown.Add(validationColumns, begin, validationScores.AsSpan(begin, end - begin)));
        }

        nodes.AddRange(tree);
        starts.Add(nodes.Count);
    }

    private void Step(Span<int> rows, int unit, float step)
    {
        var (begin, end) = WorkerTeam.Share(rows.Length, 16, unit, team.Units);
        foreach (int row in rows[begin..end])
            scores[row] += step;
    }

    /// <summary>A leaf of a quantile loss takes the quantile of its residuals, within the bounds of monotone features.</summary>
    private void TakeQuantile(RowPartition inBag, TreeGrower.Leaf leaf, double level)
    {
        var rows = inBag.Rows.AsSpan(leaf.Begin, leaf.Count);
        var residuals = new float[rows.Length];
        var weights = train.Weight is null ? [] : new float[rows.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            residuals[i] = train.Target[rows[i]] - scores[rows[i]];
            if (train.Weight is { } w)
                weights[i] = w[rows[i]];
        }

        leaf.Value = Math.Clamp(WeightedQuantile.Of(residuals, weights, level), leaf.Low, leaf.High);
    }

    private double Validate() => validation is null ? 0 : options.Loss.Sum(validationScores, validation.Target, validation.Weight);
}
