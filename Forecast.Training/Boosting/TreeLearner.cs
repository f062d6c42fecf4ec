namespace Forecast.Training.Boosting;

/// <summary>Our own trees.</summary>
internal sealed class TreeLearner(string name) : IRowLearner
{
    public string Name => name;

    public string? Lack => null;

    public IRowModel Fit(BoostingRows rows, BoostingOptions options, int threads, CancellationToken ct) =>
        BoostedTrees.Fit(rows, options, threads: threads, cancellationToken: ct);
}
