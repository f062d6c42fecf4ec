using Forecast.Training.Boosting;

namespace Forecast.Tests.Training.Boosting;

/// <summary>Rows of seeded random features, uniform on 0 to 1 (categories: 0 to 19), and trees grown on them.</summary>
internal static class Grow
{
    internal static BoostingRows Rows(
        int rows, int features, Func<float[], float> target, int seed = 5, Func<int, float>? weight = null,
        IReadOnlySet<int>? categorical = null)
    {
        var random = new Random(seed);
        var values = new float[rows * features];
        var targets = new float[rows];
        for (int r = 0; r < rows; r++)
        {
            var row = new float[features];
            for (int f = 0; f < features; f++)
                row[f] = categorical?.Contains(f) == true ? random.Next(20) : (float)random.NextDouble();
            targets[r] = target(row);
            row.CopyTo(values, r * features);
        }

        var names = Enumerable.Range(0, features).Select(f => $"f{f}").ToArray();
        var weights = weight is null ? default : Enumerable.Range(0, rows).Select(weight).ToArray();
        return BoostingRows.From(BoostingFeatures.From(names, values, categorical), values, targets, weights);
    }

    internal static BoostedTrees Trees(BoostingRows rows, BoostingOptions options, BoostingRows? validation = null, int threads = 1) =>
        BoostedTrees.Fit(rows, options, validation, threads, TestContext.Current.CancellationToken);
}
